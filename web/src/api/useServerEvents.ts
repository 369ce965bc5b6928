import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { sessionQuery } from "./session";

/** What depends on facts and on what people decide, and is asked anew when they change. */
const DERIVED = new Set(["customers", "customer", "overview", "segments", "owners", "tags", "goals", "concentration"]);

/** Listens to the server: lists follow what others change, jobs tell how far they are. */
export function useServerEvents() {
  const client = useQueryClient();
  useEffect(() => {
    const events = new EventSource("/api/v1/events");
    const derived = () => client.invalidateQueries({ predicate: (query) => DERIVED.has(String(query.queryKey[0])) });
    events.addEventListener("changed", () => {
      void derived();
      void client.invalidateQueries({ queryKey: ["imports"] });
    });
    events.addEventListener("as_of", () => {
      void client.invalidateQueries({ queryKey: sessionQuery.queryKey });
      void derived();
    });
    events.addEventListener("job", (event) => {
      const job = JSON.parse(event.data) as { id: string };
      client.setQueryData(["job", job.id], job);
      void client.invalidateQueries({ queryKey: ["jobs"] });
    });
    return () => events.close();
  }, [client]);
}
