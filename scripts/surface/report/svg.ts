/** Charts as plain SVG: an x axis, a y axis, lines, points and bars. */

/** Text that markup takes as it is. */
export const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

/** Ends of an axis and how its figures are written. */
export interface Axis {
  readonly from: number;
  readonly to: number;
  readonly label: string;
  readonly write: (value: number) => string;
}

/** What a chart shows, in order from back to front. */
export type Mark =
  | { readonly kind: "line"; readonly points: readonly (readonly [x: number, y: number])[]; readonly colour?: string }
  | { readonly kind: "range"; readonly x: number; readonly low: number; readonly high: number; readonly hint: string }
  | { readonly kind: "bar"; readonly x: number; readonly width: number; readonly y: number; readonly hint: string }
  | { readonly kind: "dot"; readonly x: number; readonly y: number; readonly hint: string; readonly colour?: string };

/** A chart. */
export interface Chart {
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly marks: readonly Mark[];
  readonly width?: number;
  readonly height?: number;
}

const [LEFT, TOP, RIGHT, BOTTOM] = [48, 40, 12, 40];
const TICKS = 5;

/** Round steps that cut a range into about five. */
export const ticksOf = ({ from, to }: Pick<Axis, "from" | "to">): number[] => {
  const rough = (to - from) / TICKS;
  if (!(rough > 0)) return [from];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
  const first = Math.ceil(from / step - 1e-9);
  const count = Math.floor(to / step + 1e-9) - first + 1;
  return Array.from({ length: count }, (_, i) => (first + i) * step);
};

/** A chart as SVG that stands alone or in a page; colours are the page's variables. */
export const draw = ({ title, x, y, marks, width = 380, height = 250 }: Chart): string => {
  const across = (value: number): number => LEFT + ((value - x.from) / (x.to - x.from)) * (width - LEFT - RIGHT);
  const up = (value: number): number => {
    const share = Math.min(1, Math.max(0, (value - y.from) / (y.to - y.from)));
    return height - BOTTOM - share * (height - TOP - BOTTOM);
  };
  const place = { across, up, base: up(y.from) };
  return [
    `<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<text class="name" x="${LEFT}" y="16">${escaped(title)}</text>`,
    ...ticksOf(y).map((value) => {
      const at = up(value).toFixed(1);
      const line = `<path class="grid" d="M${LEFT} ${at}H${width - RIGHT}"/>`;
      return `${line}<text x="${LEFT - 5}" y="${Number(at) + 4}" text-anchor="end">${escaped(y.write(value))}</text>`;
    }),
    ...ticksOf(x).map((value) => {
      const at = across(value).toFixed(1);
      const text = `<text x="${at}" y="${height - BOTTOM + 15}" text-anchor="middle">${escaped(x.write(value))}</text>`;
      return `<path class="axis" d="M${at} ${height - BOTTOM}v4"/>${text}`;
    }),
    `<path class="axis" d="M${LEFT} ${TOP}V${height - BOTTOM}H${width - RIGHT}"/>`,
    `<text class="soft" x="${(LEFT + width - RIGHT) / 2}" y="${height - 8}" text-anchor="middle">${escaped(x.label)}</text>`,
    `<text class="soft" x="${LEFT}" y="${TOP - 8}">${escaped(y.label)}</text>`,
    ...marks.map((mark) => drawMark(mark, place)),
    "</svg>",
  ].join("");
};

interface Place {
  readonly across: (value: number) => number;
  readonly up: (value: number) => number;
  readonly base: number;
}

const hinted = (hint: string): string => `<title>${escaped(hint)}</title>`;

const drawMark = (mark: Mark, { across, up, base }: Place): string => {
  switch (mark.kind) {
    case "line": {
      const points = mark.points.map(([x, y]) => `${across(x).toFixed(1)},${up(y).toFixed(1)}`).join(" ");
      return `<polyline class="line"${mark.colour ? ` style="stroke:${mark.colour}"` : ""} points="${points}"/>`;
    }
    case "range": {
      const [at, low, high] = [across(mark.x).toFixed(1), up(mark.low).toFixed(1), up(mark.high).toFixed(1)];
      return `<path class="range" d="M${at} ${low}V${high}m-2 0h4M${at} ${low}m-2 0h4">${hinted(mark.hint)}</path>`;
    }
    case "bar": {
      const [left, right, top] = [across(mark.x - mark.width / 2), across(mark.x + mark.width / 2), up(mark.y)];
      const size = `width="${(right - left).toFixed(1)}" height="${(base - top).toFixed(1)}"`;
      return `<rect class="bar" x="${left.toFixed(1)}" y="${top.toFixed(1)}" ${size}>${hinted(mark.hint)}</rect>`;
    }
    case "dot": {
      const style = mark.colour ? ` style="fill:${mark.colour}"` : "";
      const at = `cx="${across(mark.x).toFixed(1)}" cy="${up(mark.y).toFixed(1)}"`;
      return `<circle class="dot"${style} ${at} r="2.5">${hinted(mark.hint)}</circle>`;
    }
  }
};
