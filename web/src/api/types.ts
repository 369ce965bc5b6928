/**
 * What the API answers and takes, by short names; all of it comes from `schema.d.ts`, which is generated
 * from the API's own description. Amounts are integer cents, dates `2026-11-30`, moments RFC 3339.
 */

import type { components } from "./schema";

type Schemas = components["schemas"];

/** Answers have all their fields: what may be missing in a request is null in an answer. */
export type Whole<Type> = Type extends readonly (infer Item)[]
  ? Whole<Item>[]
  : Type extends object
    ? { [Name in keyof Type]-?: Whole<Exclude<Type[Name], undefined>> }
    : Type;

/** An answer, by the name of its schema. */
export type Answer<Name extends keyof Schemas> = Whole<Schemas[Name]>;
/** What a request brings, by the name of its schema. */
export type Request<Name extends keyof Schemas> = Schemas[Name];

export type Level = Schemas["LevelName"];
export type Right = Schemas["Right"];
export type Role = Schemas["RoleName"];
export type Department = Schemas["DepartmentName"];

export type Session = Answer<"Session">;
export type SignInMethods = Answer<"Methods">;
export type Invitation = Answer<"Invitation">;
export type SessionItem = Answer<"OpenSession">;
export type TokenItem = Answer<"Token">;
export type TotpStart = Answer<"Enrolment">;

/** What values of an indicator are; its schema says only that it is a text. */
export type Unit = "text" | "word" | "date" | "days" | "count" | "cents" | "share";
/** A value of an indicator: a schema cannot say more than that it is anything. */
export type Value = string | number | boolean | null;

export type Metric = Omit<Answer<"Metric">, "unit" | "layer"> & {
  unit: Unit;
  layer: "registration" | "own" | "rank";
};
export type CustomerRow = { customer: string; [metric: string]: Value };
export type CustomerPage = Omit<Answer<"CustomerPage">, "rows"> & { rows: CustomerRow[] };
export type Customer = Omit<Answer<"Customer">, "values"> & { values: Record<string, Value> };
export type CustomerField = Answer<"Field">;
export type Origin = Answer<"Origin">;
export type FieldChange = Answer<"RegistrationChange">;
export type Purchases = Answer<"Purchases">;
export type PurchaseItem = Answer<"BoughtItem">;
export type FactDocument = Answer<"Document">;
export type Titles = Answer<"Titles">;
export type Title = Answer<"Title">;
export type TimelineItem = Answer<"TimelineEntry">;
export type Explanation = Omit<Answer<"Explanation">, "metric" | "value" | "inputs" | "settings"> & {
  metric: Metric;
  value: Value;
  inputs: { name: string; label: string; unit: Unit; value: Value }[];
  settings: { name: string; label: string; value: Value }[];
};
export type Contact = Answer<"Contact">;
export type Note = Answer<"Note">;
export type Attachment = Answer<"Attachment">;
export type OwnerPeriod = Answer<"OwnerChange">;
export type Change = Request<"ChangeOrder">;
export type RecordedChange = Answer<"Change">;
export type ChangeDone = Answer<"Made">;
export type TransferSimulation = Answer<"TransferBalance">;
export type Owner = Answer<"Owner">;
export type Tag = Answer<"Tag">;
export type Segment = Answer<"Segment">;
export type Overview = Answer<"Overview">;
export type Mover = Answer<"Changed">;
export type SearchItem = Answer<"Found">;
export type SearchResult = Answer<"SearchResult">;
export type ProblemBody = Schemas["Problem"];
export type ProblemError = Schemas["FieldProblem"];

/** A page of a list. */
export interface Page<Item> {
  items: Item[];
  next: string | null;
}
