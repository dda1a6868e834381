/**
 * What a query's program is asked and answers.
 * @module
 */

export interface Job {
  /** Parquet files by the name of their view. */
  readonly views: Readonly<Record<string, string>>;
  /** What is to be set first; nothing if it is empty. */
  readonly before: string;
  readonly sql: string;
}

export interface Answer {
  readonly rows: readonly Readonly<Record<string, number | string | boolean | null>>[];
}
