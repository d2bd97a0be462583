import styles from "./standing.module.css";

export type Tone = "good" | "busy" | "attention" | "bad" | "quiet";
/** How something stands, in one word; the colour never says it alone. */
export function Standing({ tone, children }: { readonly tone: Tone; readonly children: string }) {
  return (
    <span className={styles.standing} data-tone={tone}>
      {children}
    </span>
  );
}
