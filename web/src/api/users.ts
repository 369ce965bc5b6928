import { queryOptions } from "@tanstack/react-query";
import { answer, client } from "./client";
import type { Answer, Request, Role } from "./types";

export type User = Omit<Answer<"User">, "role"> & { role: Role };
export type UserDraft = Pick<User, "login" | "name" | "role" | "seller" | "scope">;
export type UserChange = Request<"UserPatch">;

export const usersQuery = queryOptions({
  queryKey: ["users"],
  queryFn: async () => (await answer(client.GET("/api/v1/users"))).items as User[],
});

const of = (user: User) => ({ path: { id: user.id } });

export const addUser = (body: UserDraft) => answer(client.POST("/api/v1/users", { body }));
export const changeUser = (user: User, body: UserChange) =>
  answer(
    client.PATCH("/api/v1/users/{id}", { params: { ...of(user), header: { "if-match": `"${user.version}"` } }, body }),
  );
export const removeUser = (user: User) => answer(client.DELETE("/api/v1/users/{id}", { params: of(user) }));
export const inviteUser = (user: User) => answer(client.POST("/api/v1/users/{id}/invitation", { params: of(user) }));
export const endSessions = (user: User) => answer(client.DELETE("/api/v1/users/{id}/sessions", { params: of(user) }));
export const removeTotp = (user: User) => answer(client.DELETE("/api/v1/users/{id}/totp", { params: of(user) }));
