import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { Problem } from "./Problem";
import { sessionQuery } from "./session";

/** A session that ended meanwhile sends the person to sign in, whatever was being asked. */
function onError(error: unknown) {
  if (error instanceof Problem && error.status === 401 && error.code === "not_signed_in") {
    queryClient.setQueryData(sessionQuery.queryKey, null);
  }
}

/** Only what may pass by itself is asked again. */
function worthRetrying(failures: number, error: unknown): boolean {
  const passing = !(error instanceof Problem) || error.status === 0 || error.status >= 500;
  return passing && failures < 2;
}

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError }),
  mutationCache: new MutationCache({ onError }),
  defaultOptions: { queries: { staleTime: 30_000, retry: worthRetrying, refetchOnWindowFocus: false } },
});
