import { text } from "@/text/pt-BR";
import classes from "./Frame.module.css";

interface TypedAheadProps {
  words: string;
  onWords: (words: string) => void;
  onClose: () => void;
}

/**
 * Holds the focus from the shortcut on until the palette's own field, which is loaded meanwhile, takes it: what is
 * typed at once arrives there, and no list takes its letters for shortcuts.
 */
export function TypedAhead({ words, onWords, onClose }: TypedAheadProps) {
  return (
    <input
      className={classes.typedAhead}
      aria-label={text.palette.title}
      tabIndex={-1}
      autoComplete="off"
      // biome-ignore lint/a11y/noAutofocus: it was asked for by the shortcut
      autoFocus
      value={words}
      onChange={(event) => onWords(event.currentTarget.value)}
      onKeyDown={(event) => event.key === "Escape" && onClose()}
    />
  );
}
