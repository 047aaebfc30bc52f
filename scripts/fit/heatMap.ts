/** Heat maps as plain SVG. */

/** An axis: where its ticks are, as shares of its length, and what stands there. */
export interface Axis {
  readonly label: string;
  readonly ticks: readonly { readonly at: number; readonly text: string; readonly note?: string }[];
}

/** A map of decimal logarithms. */
export interface HeatMap {
  readonly title: string;
  /** The decades at the ends of the scale, and the colours per decade. */
  readonly scale: { readonly from: number; readonly to: number; readonly perDecade: number };
  /** By row from the bottom, then by column. */
  readonly logarithms: readonly (readonly number[])[];
}

/** Figure and axes, which all maps share. */
export interface Figure {
  readonly title: string;
  /** Lines under the title. */
  readonly caption: readonly string[];
  readonly x: Axis;
  /** Above the maps. */
  readonly top: Axis;
  readonly y: Axis;
  readonly maps: readonly HeatMap[];
}

const [MAP_WIDTH, MAP_HEIGHT] = [340, 330];
const [LEFT, TOP, BOTTOM] = [104, 138, 62];
/** From the left edge of a map to that of the next, and the scale beside it. */
const [PITCH, SCALE_GAP, SCALE_WIDTH] = [440, 14, 14];

/** Viridis: even steps for the eye, also in grey and to the colour-blind. */
const PALETTE = ["440154", "482878", "3e4989", "31688e", "26828e", "1f9e89", "35b779", "6ece58", "b5de2b", "fde725"];

const STYLE = `
    svg { --paper: #ffffff; --ink: #1b1f24; --soft: #59636e; }
    @media (prefers-color-scheme: dark) { svg { --paper: #0d1117; --ink: #e6edf3; --soft: #9198a1; } }
    .paper { fill: var(--paper); }
    text { font: 12px Helvetica, Arial, sans-serif; fill: var(--ink); }
    .title { font-size: 17px; font-weight: bold; }
    .name { font-size: 13px; font-weight: bold; }
    .soft { font-size: 11px; fill: var(--soft); }
    .frame, .tick { fill: none; stroke: var(--ink); }
    .mark { fill: none; stroke: #d4145a; stroke-width: 2; }`;

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
/** 10^exponent. */
export const powerOfTen = (exponent: number): string =>
  `10${exponent < 0 ? "⁻" : ""}${[...String(Math.abs(exponent))].map((digit) => SUPERSCRIPTS[Number(digit)]).join("")}`;
/** A number with two digits, times a power of ten. */
export const scientific = (value: number): string => {
  const [digits, exponent] = value.toExponential(1).split("e");
  return `${digits}·${powerOfTen(Number(exponent))}`;
};

/** The colour at a share of the palette, between two of its entries. */
const colourAt = (share: number): string => {
  const position = share * (PALETTE.length - 1);
  const index = Math.min(Math.floor(position), PALETTE.length - 2);
  const [a, b] = [PALETTE[index]!, PALETTE[index + 1]!];
  const channels = [0, 2, 4].map((i) => {
    const [from, to] = [Number.parseInt(a.slice(i, i + 2), 16), Number.parseInt(b.slice(i, i + 2), 16)];
    return Math.round(from + (to - from) * (position - index))
      .toString(16)
      .padStart(2, "0");
  });
  return `#${channels.join("")}`;
};

/** Text that markup takes as it is. */
const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

const text = (x: number, y: number, content: string, rest = ""): string =>
  `<text x="${x}" y="${y}"${rest && ` ${rest}`}>${escaped(content)}</text>`;

/** The whole drawing. */
export const draw = ({ title, caption, x, top, y, maps }: Figure): string => {
  const [width, height] = [LEFT + PITCH * maps.length - 12, TOP + MAP_HEIGHT + BOTTOM];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `  <title>${escaped(title)}</title>`,
    `  <style>${STYLE}\n  </style>`,
    `  <rect class="paper" width="${width}" height="${height}"/>`,
    `  ${text(20, 30, title, 'class="title"')}`,
    ...caption.map((line, i) => `  ${text(20, 50 + 16 * i, line, 'class="soft"')}`),
    ...maps.flatMap((map, i) => [
      `  <g transform="translate(${LEFT + i * PITCH} ${TOP})">`,
      ...[...cellsOf(map), ...axesOf(x, top, y, i === 0), ...scaleOf(map)].map((line) => `    ${line}`),
      `    ${text(0, -44, map.title, 'class="name"')}`,
      "  </g>",
    ]),
    "</svg>\n",
  ].join("\n");
};

const levelsOf = ({ scale }: HeatMap): number => (scale.to - scale.from) * scale.perDecade;

/** One path per colour, a rectangle for every run of cells. The worst cell gets a ring. */
const cellsOf = (map: HeatMap): string[] => {
  const { logarithms, scale } = map;
  const [rows, columns, levels] = [logarithms.length, logarithms[0]!.length, levelsOf(map)];
  const runs: string[] = new Array<string>(levels).fill("");
  const levelAt = (value: number): number =>
    Math.max(0, Math.min(levels - 1, Math.floor((value - scale.from) * scale.perDecade)));
  let worst = { value: -Infinity, row: 0, column: 0 };
  logarithms.forEach((values, row) => {
    for (let start = 0; start < columns;) {
      const level = levelAt(values[start]!);
      let end = start;
      for (; end < columns && levelAt(values[end]!) === level; end++) {
        if (values[end]! > worst.value) worst = { value: values[end]!, row, column: end };
      }
      runs[level] += `M${start} ${rows - 1 - row}h${end - start}v1h${start - end}z`;
      start = end;
    }
  });
  const scaled = `scale(${(MAP_WIDTH / columns).toFixed(5)} ${(MAP_HEIGHT / rows).toFixed(5)})`;
  const paths = runs.map((run, level) => run && `<path fill="${colourAt(level / (levels - 1))}" d="${run}"/>`);
  const [cx, cy] = [((worst.column + 0.5) / columns) * MAP_WIDTH, (1 - (worst.row + 0.5) / rows) * MAP_HEIGHT];
  return [
    `<g transform="${scaled}" shape-rendering="crispEdges">`,
    ...paths.filter(Boolean).map((path) => `  ${path}`),
    "</g>",
    `<circle class="mark" cx="${cx.toFixed(1)}" cy="${cy.toFixed(1)}" r="5"/>`,
    text(MAP_WIDTH, -44, `worst ${scientific(10 ** worst.value)}`, 'class="soft" text-anchor="end"'),
  ];
};

/** Numbers stand beside the first map only. */
const axesOf = (x: Axis, top: Axis, y: Axis, first: boolean): string[] => [
  `<rect class="frame" width="${MAP_WIDTH}" height="${MAP_HEIGHT}"/>`,
  ...x.ticks.flatMap(({ at, text: label }) => [
    `<path class="tick" d="M${at * MAP_WIDTH} ${MAP_HEIGHT}v5"/>`,
    text(at * MAP_WIDTH, MAP_HEIGHT + 19, label, 'text-anchor="middle"'),
  ]),
  text(MAP_WIDTH / 2, MAP_HEIGHT + 42, x.label, 'text-anchor="middle"'),
  ...top.ticks.flatMap(({ at, text: label }) => [
    `<path class="tick" d="M${at * MAP_WIDTH} 0v-4"/>`,
    text(at * MAP_WIDTH, -8, label, 'class="soft" text-anchor="middle"'),
  ]),
  text(MAP_WIDTH / 2, -24, top.label, 'class="soft" text-anchor="middle"'),
  ...y.ticks.flatMap(({ at, text: label, note }) => {
    const height = ((1 - at) * MAP_HEIGHT).toFixed(1);
    return [
      `<path class="tick" d="M0 ${height}h-5"/>`,
      ...(first ? [text(-9, Number(height) + 4, label, 'text-anchor="end"')] : []),
      ...(first && note ? [text(-9, Number(height) + 17, note, 'class="soft" text-anchor="end"')] : []),
    ];
  }),
  ...(first ? [text(-MAP_HEIGHT / 2, -82, y.label, 'text-anchor="middle" transform="rotate(-90)"')] : []),
];

/** The colours beside a map, a decade to every tick. */
const scaleOf = (map: HeatMap): string[] => {
  const { from, to } = map.scale;
  const [left, levels] = [MAP_WIDTH + SCALE_GAP, levelsOf(map)];
  const height = MAP_HEIGHT / levels;
  const decades = Array.from({ length: Math.floor(to) - Math.ceil(from) + 1 }, (_, i) => Math.ceil(from) + i);
  return [
    `<g shape-rendering="crispEdges">`,
    // From the top, each down to the bottom: no gaps between them.
    ...Array.from({ length: levels }, (_, i) => {
      const level = levels - 1 - i;
      const y = i * height;
      const colour = colourAt(level / (levels - 1));
      return `  <rect x="${left}" y="${y.toFixed(2)}" width="${SCALE_WIDTH}" height="${(MAP_HEIGHT - y).toFixed(2)}" fill="${colour}"/>`;
    }),
    "</g>",
    `<rect class="frame" x="${left}" width="${SCALE_WIDTH}" height="${MAP_HEIGHT}"/>`,
    ...decades.flatMap((decade) => {
      const y = MAP_HEIGHT * (1 - (decade - from) / (to - from));
      return [
        `<path class="tick" d="M${left + SCALE_WIDTH} ${y.toFixed(1)}h4"/>`,
        text(left + SCALE_WIDTH + 7, Number(y.toFixed(1)) + 4, `${decade === from ? "≤ " : ""}${powerOfTen(decade)}`),
      ];
    }),
  ];
};
