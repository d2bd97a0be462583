import { Alert } from "@mantine/core";
import { useNetwork } from "@mantine/hooks";
import { useWords } from "../language/words.ts";
import { appWords } from "./words.ts";

/** Says that the connection is lost, for as long as it is. */
export function Connection() {
  const say = useWords(appWords);
  const { online } = useNetwork();
  return online ? null : (
    <Alert color="orange" role="status" mb="md">
      {say("offline")}
    </Alert>
  );
}
