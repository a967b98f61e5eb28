import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';

/** A line of a chart; one colour for what belongs together, dashes for what has something added. */
export interface Series {
  name: string;
  colour?: string;
  dashed?: boolean;
  points: readonly { x: number | string; y: number }[];
}

export interface LineChart {
  title: string;
  x: string;
  y: string;
  series: readonly Series[];
  /** Names along the axis, in their order, where x is no quantity. */
  names?: readonly string[];
  logX?: boolean;
  logY?: boolean;
  /** A limit to show. */
  line?: number;
}

const SIZE = { width: 560, height: 320, background: 'white', padding: 12 };
const COLOURS = ['#0b6e99', '#c0392b', '#8a6d00', '#57aed1', '#e6968c', '#3b7d3b'];

async function svg(spec: TopLevelSpec): Promise<string> {
  return new View(parse(compile(spec).spec), { renderer: 'none' }).toSVG();
}

/** Readable without colour: each line has marks of its own. */
export function lineChart({ title, x, y, series, names, logX, logY, line }: LineChart): Promise<string> {
  const colours = [...new Set(series.map(({ name, colour = name }) => colour))];
  const values = series.flatMap(({ name, dashed = false, points }) =>
    points.map((point) => ({ ...point, name, dashed })),
  );
  const domain = series.map(({ name }) => name);
  const legend = { title: null, labelLimit: 300 };
  const scale = (log = false) => ({ type: log ? ('log' as const) : ('linear' as const), nice: false });
  return svg({
    ...SIZE,
    title,
    data: { values },
    encoding: {
      x: {
        field: 'x',
        title: x,
        ...(names
          ? { type: 'nominal', sort: [...names], axis: { labelAngle: 0 } }
          : { type: 'quantitative', scale: scale(logX), axis: { format: '~s' } }),
      },
      y: { field: 'y', title: y, type: 'quantitative', scale: scale(logY), axis: { format: '~s' } },
      color: {
        field: 'name',
        type: 'nominal',
        scale: { domain, range: series.map(({ name, colour = name }) => COLOURS[colours.indexOf(colour)]!) },
        legend,
      },
    },
    layer: [
      {
        mark: 'line',
        encoding: {
          strokeDash: {
            field: 'dashed',
            type: 'nominal',
            scale: { domain: [false, true], range: [[], [6, 4]] },
            legend: null,
          },
        },
      },
      {
        mark: { type: 'point', filled: true, size: 60 },
        encoding: { shape: { field: 'name', type: 'nominal', scale: { domain }, legend } },
      },
      ...(line
        ? [
            {
              mark: { type: 'rule' as const, strokeDash: [2, 3] },
              encoding: {
                x: { value: 0 },
                x2: { value: 'width' as const },
                y: { datum: line },
                color: { value: 'black' },
              },
            },
          ]
        : []),
    ],
  });
}

/** A group of bars for each name, a bar for each of its values. */
export function barChart(
  title: string,
  names: readonly string[],
  groups: readonly { name: string; values: number[] }[],
): Promise<string> {
  const values = groups.flatMap((group) =>
    group.values.map((value, n) => ({ group: group.name, what: names[n]!, value: Math.round(value) })),
  );
  const encoding = {
    y: { field: 'group', type: 'nominal' as const, sort: null, title: null, axis: { labelLimit: 240 } },
    yOffset: { field: 'what', sort: [...names] },
    x: { field: 'value', type: 'quantitative' as const, title: 'a second' },
  };
  return svg({
    ...SIZE,
    title,
    data: { values },
    layer: [
      {
        mark: 'bar',
        encoding: {
          ...encoding,
          color: {
            field: 'what',
            type: 'nominal',
            sort: [...names],
            title: null,
            scale: { range: COLOURS },
            legend: { orient: 'top' },
          },
        },
      },
      { mark: { type: 'text', align: 'left', dx: 4 }, encoding: { ...encoding, text: { field: 'value' } } },
    ],
  });
}
