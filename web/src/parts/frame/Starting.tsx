import { Center, Loader } from "@mantine/core";
import { text } from "@/text/pt-BR";

/** While the first page comes. */
export function Starting() {
  return (
    <Center h="100vh">
      <Loader size="sm" aria-label={text.loading} />
    </Center>
  );
}
