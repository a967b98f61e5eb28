export interface Stage {
  image: string;
  name?: string;
  instructions: { word: string; rest: string }[];
}
export function stagesOf(path: string, given?: Record<string, string>): Stage[];
