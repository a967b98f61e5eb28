/** 三色预警. Never stored: its boundary instants are, so that no job can be late and an index can answer. */
export const WarningColour = { BLUE: 1, YELLOW: 2, RED: 3 } as const;
export type WarningColour = keyof typeof WarningColour;

/** The colour of an open matter on `alias`, by the database's clock; null once it is closed. */
export function colourSql(alias: string): string {
  return `case when not ${alias}.open then null when ${alias}.red_at <= app_now() then ${WarningColour.RED}
    when ${alias}.yellow_at <= app_now() then ${WarningColour.YELLOW} else ${WarningColour.BLUE} end`;
}
