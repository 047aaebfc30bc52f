import type { Sentences } from "./table.js";

/** Errors of the price oracle and the settlement oracle. */
export const oracles = {
  AlreadyWritten: ({ market, expiry, price }, w) =>
    `The settlement price of ${w.market(market)} at ${w.time(expiry)} is written: ${w.wad(price)}. Nothing is to be done.`,
  ClockNotSet: ({ market }, w) => `The clock of ${w.market(market)} is not set. Set it before the first source.`,
  ClockOutOfBounds: ({ market, volatility, minimum, maximum }, w) =>
    `The volatility ${w.wad(volatility)} for the clock of ${w.market(market)} is outside ${w.wad(minimum)} to ` +
    `${w.wad(maximum)}. Choose one inside.`,
  FeedBounds: ({ minimum, maximum, limit }, w) =>
    `The bounds ${w.wad(minimum)} to ${w.wad(maximum)} of a feed cannot be used. ` +
    `State a lower bound below an upper bound of at most ${w.wad(limit)}.`,
  FeedDecimals: ({ feed, decimals, maximum }) =>
    `The feed ${feed} has ${decimals} decimals, more than ${maximum}. Choose another feed.`,
  FeedHeartbeat: ({ heartbeat, minimum, maximum }) =>
    `A heartbeat of ${heartbeat} s is outside ${minimum} to ${maximum} s. State the feed's own.`,
  HistoryEndsEarly: ({ roundId, expiry }, w) =>
    `The feed has no round ${roundId} yet, and the last one is before ${w.time(expiry)}. Prove it after the next round.`,
  HistoryOutOfOrder: ({ roundId, updatedAt, previous }, w) =>
    `Round ${roundId} is of ${w.time(updatedAt)}, before the one before it (${w.time(previous)}): such a history proves ` +
    "nothing. Wait for the fallback.",
  InsufficientGas: ({ left, needed }) =>
    `${left} gas is left where asking a feed may take ${needed}. Send the transaction with more gas.`,
  InsufficientGasForSource: ({ left, needed }) =>
    `${left} gas is left where asking a source may take ${needed}. Send the transaction with more gas.`,
  LastSource: ({ market }, w) => `${w.market(market)} has one source only. Add another one before taking it out.`,
  NoFirstRound: () => "No round was given. Give the last one before the window opened.",
  NoSource: ({ market, time }, w) =>
    `${w.market(market)} had no source at ${w.time(time)}, so nothing can be settled by it. State another expiry.`,
  NotAnExpiry: ({ expiry }, w) => `${w.time(expiry)} is no expiry: these are at 08:00 UTC. State one of the calendar.`,
  NotExpired: ({ expiry, time }, w) => `It is ${w.time(time)}, before the expiry ${w.time(expiry)}. Try again then.`,
  RoundAfterWindow: ({ roundId, updatedAt, windowStart }, w) =>
    `Round ${roundId} is of ${w.time(updatedAt)}, after the window opened at ${w.time(windowStart)}. ` +
    "Start at the last round before it.",
  RoundInvalid: ({ roundId }) => `Round ${roundId} does not exist or has no valid answer. Start at another round.`,
  RoundNotLast: ({ roundId, nextUpdatedAt, windowStart }, w) =>
    `Round ${roundId} is followed by one of ${w.time(nextUpdatedAt)}, not after the window opened at ` +
    `${w.time(windowStart)}. Start at the last round before it.`,
  SourceDisagrees: ({ market, offered, low, high }, w) =>
    `The new source of ${w.market(market)} says ${w.wad(offered)}, outside ${w.wad(low)} to ${w.wad(high)}. ` +
    "Choose one that agrees with the running price.",
  SourceInvalid: ({ market, source }, w) =>
    `The source ${source} of ${w.market(market)} gives no fresh valid answer, or is a pool in the first place. ` +
    "Check the feed behind it, or choose another.",
  TokenNotInPool: ({ token, token0, token1 }) =>
    `The token ${token} is not one of the pool's, ${token0} and ${token1}. Choose one of them.`,
  TooEarlyForFallback: ({ time, earliest }, w) =>
    `It is ${w.time(time)}; without a proof the price can be written from ${w.time(earliest)}. Prove it, or wait.`,
  TooManySources: ({ market, maximum }, w) =>
    `${w.market(market)} takes at most ${maximum} sources. Replace one of them.`,
  TradingHoursEmpty: ({ market }, w) =>
    `The trading hours of ${w.market(market)} name no hour of the week. Set one of the lowest 168 bits.`,
  UnknownSource: ({ market, rank, count }, w) =>
    `${w.market(market)} has ${count} sources, none of rank ${rank}. State a lower rank.`,
  WrongContinuation: ({ roundId, time }, w) =>
    `Round ${roundId} is not the first of its phase after ${w.time(time)}. Continue at that one.`,
  WrongPhase: ({ phase, required }) =>
    `The round is of the feed's phase ${phase}; phase ${required} was current when the window opened. ` +
    "Start at a round of that phase.",
} satisfies Partial<Sentences>;
