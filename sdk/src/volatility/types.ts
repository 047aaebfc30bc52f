/** The volatility surface as publishers sign it and as the risk engine reads it. Source: `IVolatilitySurface`. */
import type { SviParams } from "../pricing/svi.js";

/** The smile of one expiry as it is signed and stored. */
export interface Slice {
  /** Unix seconds, at 08:00 UTC. */
  readonly expiry: number;
  /** Level of variance per year, 1e-9. */
  readonly a: bigint;
  /** Slope of variance per year, 1e-9. */
  readonly b: bigint;
  /** Correlation, 1e-6. */
  readonly rho: bigint;
  /** Centre, log-moneyness, 1e-9. */
  readonly m: bigint;
  /** Curvature, log-moneyness, 1e-9. */
  readonly sigma: bigint;
  /** ln(forward/spot) per year, 1e-8. */
  readonly carry: bigint;
  /** Half of the volatility spread, 1e-6. */
  readonly halfSpread: bigint;
}

/** What publishers sign. */
export interface Publication {
  readonly market: number;
  /** When the smiles were made, unix seconds. */
  readonly time: number;
  /** In order of expiry. */
  readonly slices: readonly Slice[];
}

/** A slice and when it was made. */
export interface PublishedSlice {
  readonly slice: Slice;
  /** Unix seconds. */
  readonly time: number;
}

/** What the risk engine uses for one expiry now: raw SVI of total variance over the time that is left, wad. */
export interface Smile extends SviParams {
  /** ln(forward/spot) per year, wad. */
  readonly carry: bigint;
  /** Half of the volatility spread, wad. */
  readonly halfSpread: bigint;
}

/** Where a signature is valid. */
export interface SurfaceDomain {
  readonly chainId: bigint | number;
  /** Address of the volatility surface. */
  readonly surface: string;
}

/** What checks need to know of the chain. */
export interface SurfaceState {
  /** Time of the block, unix seconds. */
  readonly now: number;
  /** What was published last, by expiry. Leave out what never was. */
  readonly published: Readonly<Record<number, PublishedSlice>>;
  /** The realised volatility for a time to expiry in seconds: annual, wad. Source: `IRealizedVolatility.anchor`. */
  readonly anchor: (tenor: bigint) => bigint;
}
