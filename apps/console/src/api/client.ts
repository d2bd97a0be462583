import createClient, { type Middleware } from "openapi-fetch";
import type { paths } from "./openapi.ts";
import { problemIn, problemOf } from "./problem.ts";

const CSRF_HEADER = "x-accord-csrf";
let csrf: string | undefined;
let signedOut: () => void = () => undefined;

/** What a browser's requests must repeat; told by the sign-in and by /api/me. */
export function repeatCsrf(token: string | undefined): void {
  csrf = token;
}

/** Called when the node no longer knows the session. */
export function onSignedOut(listener: () => void): void {
  signedOut = listener;
}

const session: Middleware = {
  onRequest({ request }) {
    if (csrf !== undefined && request.method !== "GET") request.headers.set(CSRF_HEADER, csrf);
    return request;
  },
  async onResponse({ response, schemaPath }) {
    if (response.ok) return response;
    const problem = await problemIn(response);
    if (problem.code === "api.not_signed_in" && schemaPath !== "/api/me") signedOut();
    throw problem;
  },
  onError({ error }) {
    return problemOf(error);
  },
};

/** The node's API as its OpenAPI description says; a refusal is thrown as a {@link Problem}. */
export const api = createClient<paths>({
  baseUrl: globalThis.location?.origin ?? "",
  credentials: "same-origin",
});
api.use(session);

/** Sends a file as it is; the answer is read as it comes, for progress. */
export async function sendFile(path: string, file: Blob, signal?: AbortSignal): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, {
      method: "POST",
      body: file,
      credentials: "same-origin",
      headers: {
        "content-type": "application/octet-stream",
        ...(csrf === undefined ? {} : { [CSRF_HEADER]: csrf }),
      },
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    throw problemOf(error);
  }
  if (!response.ok) throw await problemIn(response);
  return response;
}

/** Fetches what is saved as a file (a PDF, a list), and hands it to the browser. */
export async function download(path: string, name: string, init: RequestInit = {}): Promise<void> {
  const response = await fetch(path, {
    credentials: "same-origin",
    ...init,
    headers: { ...(init.headers ?? {}), ...(csrf === undefined ? {} : { [CSRF_HEADER]: csrf }) },
  }).catch((error: unknown) => {
    throw problemOf(error);
  });
  if (!response.ok) throw await problemIn(response);
  const address = URL.createObjectURL(await response.blob());
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
