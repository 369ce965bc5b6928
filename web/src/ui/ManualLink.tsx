import { text } from "@/text/pt-BR";
import classes from "./PageHead.module.css";

/** A small "?" that leads to the chapter of the manual that tells of a page. */
export function ManualLink({ chapter, title }: { chapter: string; title: string }) {
  return (
    <a
      className={`${classes.manual} no-print`}
      href={`/manual/${chapter}`}
      target="_blank"
      rel="noreferrer"
      title={text.frame.manualOf(title)}
      aria-label={text.frame.manualOf(title)}
    >
      ?
    </a>
  );
}
