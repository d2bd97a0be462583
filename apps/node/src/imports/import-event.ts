export interface ImportSummary {
  readonly rows: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly rejected: number;
  readonly warnings: number;
}

/** What an import tells as it goes. */
export type ImportEvent =
  | { readonly kind: "progress"; readonly rows: number }
  | {
      readonly kind: "finished";
      readonly id: string;
      readonly seen: boolean;
      readonly summary: ImportSummary;
    };
