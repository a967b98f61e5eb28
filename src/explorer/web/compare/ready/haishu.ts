import type { JsonObject } from '../difference/answer.js';
import type { Look } from './ready.js';

const DISTRICT = 'haishu-head-of-case-supervision';
const INTAKE = 'haishu-intake-officer';
const CITY = 'ningbo-head-of-case-supervision';

export async function haishu(look: Look): Promise<JsonObject> {
  const data = (await look(DISTRICT, '{ unit(code: "330203") { id } }')) as { unit: { id: string } } | null;
  return { haishu: data?.unit.id ?? null };
}

interface Clues {
  clues: { nodes: { id: string; reporter: object | null; content: object | null }[] };
}

const CLUES = `query ($haishu: ID!) {
  clues(first: 100, orderBy: DUE_FIRST, filter: { ownerWithin: $haishu, source: [PETITION] }) {
    nodes { id reporter { kind } content { subjectName } }
  }
}`;

/** A clue of which everybody sees something else: the intake office its reporter, the city its content. */
export async function aClueOfHaishu(look: Look): Promise<JsonObject> {
  const where = await haishu(look);
  const [intake, city] = (await Promise.all([
    look(INTAKE, CLUES, where),
    look(CITY, CLUES, where),
  ])) as (Clues | null)[];
  const reported = intake?.clues.nodes.filter(({ reporter }) => reporter) ?? [];
  const supervised = new Set(city?.clues.nodes.flatMap(({ id, content }) => (content ? [id] : [])));
  return { id: (reported.find(({ id }) => supervised.has(id)) ?? reported[0])?.id ?? null };
}
