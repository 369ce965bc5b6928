import classes from "./Sparkline.module.css";

interface SparklineProps {
  /** One amount a month, the newest last. */
  values: number[];
  /** What it shows, read aloud. */
  label: string;
}

const WIDTH = 36;
const HEIGHT = 16;
const GAP = 1;

/** Amounts month by month, small enough for a cell; what falls below zero hangs from the line. */
export function Sparkline({ values, label }: SparklineProps) {
  const top = Math.max(...values, 0);
  const bottom = Math.min(...values, 0);
  const scale = top === bottom ? 0 : HEIGHT / (top - bottom);
  const step = WIDTH / values.length;
  const bar = (value: number, place: number) => {
    const height = value === 0 ? 0 : Math.max(Math.abs(value) * scale, 1);
    return {
      // Places are all that tells months apart.
      key: place,
      x: place * step,
      y: Math.min(value > 0 ? top * scale - height : top * scale, HEIGHT - height),
      width: step - GAP,
      height,
      className: value < 0 ? classes.below : undefined,
    };
  };
  return (
    <svg className={classes.line} width={WIDTH} height={HEIGHT} role="img" aria-label={label}>
      {values.map((value, place) => {
        const { key, ...shape } = bar(value, place);
        return <rect key={key} {...shape} />;
      })}
    </svg>
  );
}
