import type { Sentences } from "./table.js";

/** Errors of the price sources and of the clock. */
export const inputs = {
  FeedBounds: ({ minimum, maximum, limit }, { wad }) =>
    `The bounds ${wad(minimum)} to ${wad(maximum)} of a feed cannot be used. ` +
    `State a lower bound below an upper bound of at most ${wad(limit)}.`,
  FeedDecimals: ({ feed, decimals, maximum }) =>
    `The feed ${feed} has ${decimals} decimals, more than ${maximum}. Choose another feed.`,
  FeedHeartbeat: ({ heartbeat, minimum, maximum }) =>
    `A heartbeat of ${heartbeat} s is outside ${minimum} to ${maximum} s. State the feed's own.`,
  VolatilityOutOfBounds: ({ market, stress, calm, minimum, maximum }, w) =>
    `The volatilities ${w.wad(stress)} (stress) and ${w.wad(calm)} (calm) of ${w.market(market)} are not both within ` +
    `${w.wad(minimum)} to ${w.wad(maximum)}. Choose values inside.`,
} satisfies Partial<Sentences>;
