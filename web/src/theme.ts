import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from "@mantine/core";

/** The house colour: a calm blue that is none of good, attention and bad. */
const petrol: MantineColorsTuple = [
  "#eef5fb",
  "#dbe8f4",
  "#b4d0e8",
  "#8bb6dc",
  "#699fd1",
  "#4d8bc4",
  "#2f72ae",
  "#235c90",
  "#1b4a77",
  "#17395c",
];

/** Greys with a little blue in them; the last ones are the surfaces of the dark scheme. */
const dark: MantineColorsTuple = [
  "#d5dae2",
  "#b4bbc7",
  "#98a1b0",
  "#707a8b",
  "#475063",
  "#333c4d",
  "#262e3d",
  "#1b2230",
  "#141a26",
  "#0e131c",
];

export const theme = createTheme({
  colors: { petrol, dark },
  primaryColor: "petrol",
  primaryShade: { light: 7, dark: 6 },
  autoContrast: true,
  luminanceThreshold: 0.36,
  fontFamily: '"Inter Variable", system-ui, "Segoe UI", Roboto, "Liberation Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "Cascadia Mono", "Liberation Mono", monospace',
  headings: { fontFamily: '"Inter Variable", system-ui, "Segoe UI", Roboto, sans-serif', fontWeight: "650" },
  fontSizes: { xs: "0.75rem", sm: "0.8125rem", md: "0.875rem", lg: "1rem", xl: "1.125rem" },
  defaultRadius: "md",
  radius: { xs: "3px", sm: "5px", md: "7px", lg: "10px", xl: "16px" },
  cursorType: "pointer",
  components: {
    Button: { defaultProps: { size: "sm" } },
    Tooltip: { defaultProps: { openDelay: 300, withArrow: true, multiline: true, maw: 360 } },
    Paper: { defaultProps: { radius: "lg" } },
    Modal: { defaultProps: { centered: true, closeButtonProps: { "aria-label": "Fechar" } } },
    Drawer: { defaultProps: { closeButtonProps: { "aria-label": "Fechar" } } },
    Alert: { defaultProps: { radius: "md" } },
    Notification: { defaultProps: { closeButtonProps: { "aria-label": "Fechar aviso" } } },
  },
});

const surfaces = {
  "--mantine-color-body": "var(--surface)",
  "--mantine-color-text": "var(--ink)",
  "--mantine-color-dimmed": "var(--ink-faint)",
  "--mantine-color-placeholder": "var(--ink-faint)",
  "--mantine-color-default": "var(--surface-raised)",
  "--mantine-color-default-hover": "var(--row-hover)",
  "--mantine-color-default-border": "var(--line-strong)",
  "--mantine-color-anchor": "var(--link)",
  "--mantine-color-error": "var(--bad)",
};

/** Lets the kit's surfaces follow ours, in both schemes. */
export const surfacesOfScheme: CSSVariablesResolver = () => ({ variables: {}, light: surfaces, dark: surfaces });
