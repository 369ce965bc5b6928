import { queryOptions } from "@tanstack/react-query";
import { answer, client, rememberCsrf } from "./client";
import { Problem } from "./Problem";
import type { Request, Session } from "./types";

/** Keeps what further requests need of a session. */
async function entered(session: Promise<Session>): Promise<Session> {
  const begun = await session;
  rememberCsrf(begun.csrf);
  return begun;
}

async function currentSession(): Promise<Session | null> {
  try {
    return await entered(answer(client.GET("/api/v1/session")));
  } catch (error) {
    if (error instanceof Problem && error.status === 401) return null;
    throw error;
  }
}

/** Who is signed in, or null. */
export const sessionQuery = queryOptions({ queryKey: ["session"], queryFn: currentSession, staleTime: 5 * 60_000 });

export const methodsQuery = queryOptions({
  queryKey: ["session", "methods"],
  queryFn: () => answer(client.GET("/api/v1/session/methods")),
  staleTime: 60_000,
});

export const invitationQuery = (token: string) =>
  queryOptions({
    queryKey: ["session", "invitation", token],
    queryFn: () => answer(client.GET("/api/v1/session/invitation", { params: { query: { token } } })),
    retry: false,
  });

export const sessionsQuery = queryOptions({
  queryKey: ["session", "list"],
  queryFn: async () => (await answer(client.GET("/api/v1/session/list"))).items,
});

export const tokensQuery = queryOptions({
  queryKey: ["tokens"],
  queryFn: async () => (await answer(client.GET("/api/v1/tokens"))).items,
});

export const signIn = (body: Request<"Credentials">) => entered(answer(client.POST("/api/v1/session", { body })));
export const signOut = () => answer(client.DELETE("/api/v1/session"));
export const acceptInvitation = (body: Request<"Acceptance">) =>
  entered(answer(client.POST("/api/v1/session/invitation", { body })));
export const changePassword = (body: Request<"PasswordChange">) =>
  answer(client.PUT("/api/v1/session/password", { body }));
export const startTotp = () => answer(client.POST("/api/v1/session/totp"));
export const confirmTotp = (code: string) => answer(client.PUT("/api/v1/session/totp", { body: { code } }));
export const removeTotp = (password: string) => answer(client.DELETE("/api/v1/session/totp", { body: { password } }));
export const endSession = (id: string) =>
  answer(client.DELETE("/api/v1/session/list/{id}", { params: { path: { id } } }));
export const createToken = (body: Request<"TokenAddition">) => answer(client.POST("/api/v1/tokens", { body }));
export const revokeToken = (id: number) => answer(client.DELETE("/api/v1/tokens/{id}", { params: { path: { id } } }));
