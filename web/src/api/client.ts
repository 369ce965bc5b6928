import createClient, { type Middleware } from "openapi-fetch";
import { Problem } from "./Problem";
import type { paths } from "./schema";
import type { Whole } from "./types";

const BASE = "/api/v1";
const SAFE = new Set(["GET", "HEAD"]);

/** The session's word against forged requests; the session's answer brings it. */
let csrfToken = "";

export function rememberCsrf(token: string) {
  csrfToken = token;
}

export type QueryValue = string | number | boolean | null | undefined;

/** The address of something of the API, for links and downloads. */
export function apiUrl(path: string, query: Record<string, QueryValue> = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== "") parameters.set(name, String(value));
  }
  const written = parameters.toString();
  return `${BASE}${path}${written ? `?${written}` : ""}`;
}

/** A word nobody has used: lets the server know a repeated write. Works without a secure context too. */
export function idempotencyKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function sign(headers: Headers, method: string) {
  if (SAFE.has(method)) return;
  headers.set("x-csrf-token", csrfToken);
  headers.set("idempotency-key", idempotencyKey());
}

const signing: Middleware = {
  onRequest: ({ request }) => sign(request.headers, request.method),
  onError: ({ error }) =>
    error instanceof DOMException && error.name === "AbortError" ? error : Problem.unreachable(),
};

/** The API, by the paths and types that it describes itself with. */
export const client = createClient<paths>({ baseUrl: "", credentials: "same-origin" });
client.use(signing);

interface Called<Body> {
  data?: Body;
  error?: unknown;
  response: Response;
}

/** What was answered, and the version of it where it is something that people edit. */
export interface Answered<Body> {
  body: Body;
  etag: string | undefined;
}

/** What a call answered, with its version; throws a `Problem` where that is none of 2xx. */
export async function answered<Body>(call: Promise<Called<Body>>): Promise<Answered<Whole<Body>>> {
  const { data, error, response } = await call;
  if (!response.ok) throw Problem.of(error, response);
  return { body: data as Whole<Body>, etag: response.headers.get("etag") ?? undefined };
}

/** What a call answered; throws a `Problem` where that is none of 2xx. */
export async function answer<Body>(call: Promise<Called<Body>>): Promise<Whole<Body>> {
  return (await answered(call)).body;
}

/** Sends bytes as they are, which no schema describes usefully. */
export async function sendBytes<Body>(
  method: "POST" | "PUT",
  path: string,
  query: Record<string, QueryValue>,
  bytes: Blob,
  signal?: AbortSignal,
): Promise<Body> {
  const headers = new Headers({ accept: "application/json", "content-type": "application/octet-stream" });
  sign(headers, method);
  const init: RequestInit = { method, headers, body: bytes, credentials: "same-origin" };
  const response = await fetch(apiUrl(path, query), { ...init, ...(signal && { signal }) }).catch((error: unknown) => {
    throw error instanceof DOMException && error.name === "AbortError" ? error : Problem.unreachable();
  });
  if (!response.ok) throw Problem.of(await response.json().catch(() => null), response);
  return (response.status === 204 ? undefined : await response.json()) as Body;
}
