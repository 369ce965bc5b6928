import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { type Answered, answer, answered, apiUrl, client, sendBytes } from "./client";
import type { View } from "./portfolio";
import type { Attachment, Contact, Customer, Explanation, Note, Request } from "./types";

const of = (customer: string) => ({ path: { customer } });
const version = (edited: { version: number }) => ({ "if-match": `"${edited.version}"` });

/** One customer, with the version that its edits must name. */
export const customerQuery = (key: string, view: View) =>
  queryOptions({
    queryKey: ["customer", key, "one", view],
    queryFn: async ({ signal }) => {
      const call = client.GET("/api/v1/customers/{customer}", { params: { ...of(key), query: view }, signal });
      return (await answered(call)) as Answered<Customer>;
    },
  });

export const purchasesQuery = (key: string, view: View) =>
  queryOptions({
    queryKey: ["customer", key, "purchases", view],
    queryFn: ({ signal }) =>
      answer(client.GET("/api/v1/customers/{customer}/purchases", { params: { ...of(key), query: view }, signal })),
  });

export const titlesQuery = (key: string, view: View) =>
  queryOptions({
    queryKey: ["customer", key, "titles", view],
    queryFn: ({ signal }) =>
      answer(client.GET("/api/v1/customers/{customer}/titles", { params: { ...of(key), query: view }, signal })),
  });

export const changesQuery = (key: string, view: View) =>
  queryOptions({
    queryKey: ["customer", key, "changes", view],
    queryFn: async () => {
      const call = client.GET("/api/v1/customers/{customer}/changes", { params: { ...of(key), query: view } });
      return (await answer(call)).items;
    },
  });

export const timelineQuery = (key: string, view: View) =>
  infiniteQueryOptions({
    queryKey: ["customer", key, "timeline", view],
    queryFn: ({ pageParam }) =>
      answer(
        client.GET("/api/v1/customers/{customer}/timeline", {
          params: { ...of(key), query: { ...view, ...(pageParam && { after: pageParam }) } },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });

export const explanationQuery = (key: string, metric: string, view: View) =>
  queryOptions({
    queryKey: ["customer", key, "explain", metric, view],
    queryFn: async ({ signal }) => {
      const call = client.GET("/api/v1/customers/{customer}/explain/{metric}", {
        params: { path: { customer: key, metric }, query: view },
        signal,
      });
      return (await answer(call)) as Explanation;
    },
  });

export const contactsQuery = (key: string) =>
  queryOptions({
    queryKey: ["customer", key, "contacts"],
    queryFn: async () => (await answer(client.GET("/api/v1/customers/{customer}/contacts", { params: of(key) }))).items,
  });

export const notesQuery = (key: string) =>
  queryOptions({
    queryKey: ["customer", key, "notes"],
    queryFn: async () => (await answer(client.GET("/api/v1/customers/{customer}/notes", { params: of(key) }))).items,
  });

export const attachmentsQuery = (key: string) =>
  queryOptions({
    queryKey: ["customer", key, "attachments"],
    queryFn: async () =>
      (await answer(client.GET("/api/v1/customers/{customer}/attachments", { params: of(key) }))).items,
  });

export const ownerPeriodsQuery = (key: string) =>
  queryOptions({
    queryKey: ["customer", key, "owners"],
    queryFn: async () => (await answer(client.GET("/api/v1/customers/{customer}/owners", { params: of(key) }))).items,
  });

export type ContactDraft = Request<"ContactBody">;

export const changeFields = (key: string, fields: Record<string, string | null>, etag: string | undefined) =>
  answered(
    client.PATCH("/api/v1/customers/{customer}", {
      params: { ...of(key), header: { "if-match": etag ?? "*" } },
      body: { fields },
    }),
  );
export const addContact = (key: string, body: ContactDraft) =>
  answer(client.POST("/api/v1/customers/{customer}/contacts", { params: of(key), body }));
export const changeContact = (contact: Contact, body: ContactDraft) =>
  answer(
    client.PATCH("/api/v1/contacts/{id}", { params: { path: { id: contact.id }, header: version(contact) }, body }),
  );
export const removeContact = (contact: Contact) =>
  answer(client.DELETE("/api/v1/contacts/{id}", { params: { path: { id: contact.id } } }));
export const addNote = (key: string, text: string) =>
  answer(client.POST("/api/v1/customers/{customer}/notes", { params: of(key), body: { text } }));
export const changeNote = (note: Note, text: string) =>
  answer(
    client.PATCH("/api/v1/notes/{id}", { params: { path: { id: note.id }, header: version(note) }, body: { text } }),
  );
export const removeNote = (note: Note) =>
  answer(client.DELETE("/api/v1/notes/{id}", { params: { path: { id: note.id } } }));
export const addAttachment = (key: string, file: File) =>
  sendBytes<Attachment>("POST", `/customers/${encodeURIComponent(key)}/attachments`, { name: file.name }, file);
export const removeAttachment = (attachment: Attachment) =>
  answer(client.DELETE("/api/v1/attachments/{id}", { params: { path: { id: attachment.id } } }));
export const attachmentUrl = (attachment: Attachment) => apiUrl(`/attachments/${attachment.id}`);
