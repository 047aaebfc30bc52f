/** What an instrument pays, as the byte in its id. Values above `Perpetual` are reserved. */
export const Kind = { Call: 0, Put: 1, Future: 2, Perpetual: 3 } as const;

/** One of the values of {@link Kind}. */
export type Kind = (typeof Kind)[keyof typeof Kind];

/** Whether the contracts know what this raw byte pays. */
export const isKind = (kind: number): kind is Kind => Number.isInteger(kind) && kind >= 0 && kind <= Kind.Perpetual;
