import { useWords } from "../language/words.ts";
import { Empty } from "../parts/states.tsx";
import { appWords } from "./words.ts";

export function NotFound() {
  const say = useWords(appWords);
  return <Empty what={say("notFound")} next={say("notFoundNext")} />;
}
