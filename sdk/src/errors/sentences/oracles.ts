import type { Sentences } from "./table.js";

/** Errors of the price oracle and the settlement oracle. */
export const oracles = {
  AlreadyWritten: ({ market, expiry, price }, w) =>
    `The settlement price of ${w.market(market)} at ${w.time(expiry)} is written: ${w.wad(price)}. Nothing is to be done.`,
  HistoryEndsEarly: ({ roundId, expiry }, w) =>
    `The feed has no round ${roundId} yet, and the last one is before ${w.time(expiry)}. Prove it after the next round.`,
  NoClosingSample: ({ market, expiry }, w) =>
    `No price of ${w.market(market)} was stored before ${w.time(expiry)}. Prove the settlement from the feed's rounds.`,
  NotAnExpiry: ({ expiry }, w) => `${w.time(expiry)} is no expiry: these are at 08:00 UTC. State one of the calendar.`,
  NotExpired: ({ expiry, time }, w) => `It is ${w.time(time)}, before the expiry ${w.time(expiry)}. Try again then.`,
  NothingToSample: ({ market }, w) =>
    `The source of ${w.market(market)} gives no valid answer. Try again when it does.`,
  RoundAfterWindow: ({ roundId, updatedAt, windowStart }, w) =>
    `Round ${roundId} is of ${w.time(updatedAt)}, after the window opened at ${w.time(windowStart)}. ` +
    "Start at the last round before it.",
  RoundInvalid: ({ roundId }) => `Round ${roundId} does not exist or has no valid answer. Start at another round.`,
  RoundNotLast: ({ roundId, nextUpdatedAt, windowStart }, w) =>
    `Round ${roundId} is followed by one of ${w.time(nextUpdatedAt)}, not after the window opened at ` +
    `${w.time(windowStart)}. Start at the last round before it.`,
  SourceBounds: ({ market, minAnswer, maxAnswer }, w) =>
    `The bounds ${w.wad(minAnswer)} to ${w.wad(maxAnswer)} for the source of ${w.market(market)} cannot be used. ` +
    "State a lower bound below an upper bound of at most 1e14.",
  SourceDecimals: ({ market, decimals, maximum }, w) =>
    `The source of ${w.market(market)} has ${decimals} decimals, more than ${maximum}. Choose another feed.`,
  SourceDisagrees: ({ market, offered, low, high }, w) =>
    `The new source of ${w.market(market)} says ${w.wad(offered)}, outside ${w.wad(low)} to ${w.wad(high)}. ` +
    "Choose one that agrees with the running price.",
  SourceHeartbeat: ({ market, heartbeat, minimum, maximum }, w) =>
    `A heartbeat of ${heartbeat} s for ${w.market(market)} is outside ${minimum} to ${maximum} s. ` +
    "State the feed's own.",
  SourceInvalid: ({ market, feed }, w) =>
    `Feed ${feed} gives no valid answer for ${w.market(market)}. Check the feed and the bounds.`,
  TooEarlyForFallback: ({ time, earliest }, w) =>
    `It is ${w.time(time)}; without a proof the price can be written from ${w.time(earliest)}. Prove it, or wait.`,
  WrongPhase: ({ phase, required }) =>
    `The round is of the feed's phase ${phase}; phase ${required} was current when the window opened. ` +
    "Start at a round of that phase.",
} satisfies Partial<Sentences>;
