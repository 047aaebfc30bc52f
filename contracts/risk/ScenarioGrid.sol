// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {Instrument} from "../instruments/Instrument.sol";
import {ExpiryState, MarketState} from "../interfaces/IMarketInputs.sol";
import {RiskModel} from "../interfaces/IRiskParameters.sol";
import {ClockMath} from "../oracles/ClockMath.sol";
import {Black76} from "../pricing/Black76.sol";
import {FixedPoint} from "../pricing/FixedPoint.sol";
import {Svi} from "../pricing/Svi.sol";
import {Scenarios} from "../pricing/Scenarios.sol";

/// @dev Number of scenarios; the last two are the tails.
uint256 constant SCENARIOS = 23;
/// @dev Number of spots; the last two are those of the tails.
uint256 constant SPOTS = 9;

/// @title ScenarioGrid
/// @notice Values the options of one market in 23 scenarios: spot moved by −1, −2/3 … 1 widths with volatility down (and a
/// day later), unmoved and up, and two tails with volatility up. docs/risk.md gives every rounding.
library ScenarioGrid {
    uint256 internal constant FIRST_TAIL = SCENARIOS - 2;
    uint256 internal constant FIRST_TAIL_SPOT = SPOTS - 2;
    uint256 internal constant YEAR = 365 days;
    /// @dev The scenario that moves neither spot nor volatility.
    uint256 private constant UNMOVED = 10;
    uint256 private constant WAD = 1e18;
    uint256 private constant MAX_VOLATILITY = 10e18;
    uint256 private constant WINDOW = ClockMath.WINDOW;

    /// @dev What the legs of one expiry share, wad and seconds. up, down: multiples of the volatility. share: how far a move
    /// of the spot moves the forward; below 1 in the hour before expiry, 0 once expired. aged: how much of a deviation is left
    /// a day later.
    struct Tenor {
        uint256 timeToExpiry;
        uint256 aged;
        uint256 discount;
        uint256 forward;
        uint256 share;
        uint256 remaining;
        uint256 up;
        uint256 down;
        uint256 halfSpread;
        Svi.Params svi;
    }

    /// @dev An option with all that its scenarios share. volatility: of its strike, wad. mark: worth of one now, wad, once it
    /// is priced.
    struct Option {
        Instrument instrument;
        bool isCall;
        bool priced;
        int256 size;
        uint256 strike;
        uint256 volatility;
        uint256 mark;
    }

    /// @notice What the legs of one expiry share under a market's state. In the hour before expiry part of the settlement
    /// price is known: only the rest of it still moves, and is uncertain, with the spot.
    function tenorOf(
        ExpiryState memory e,
        MarketState memory market,
        RiskModel memory model
    ) internal pure returns (Tenor memory t) {
        t.timeToExpiry = e.expiry > market.time ? e.expiry - market.time : 0;
        if (t.timeToExpiry > 1 days) t.aged = FixedPoint.sqrt(((t.timeToExpiry - 1 days) * WAD) / t.timeToExpiry);
        t.discount = discountOf(market.rate, t.timeToExpiry);
        t.remaining = WAD - (WAD * e.elapsed) / WINDOW;
        uint256 ahead = _forward(market.price, e.carry, t.timeToExpiry);
        t.forward = (e.elapsed * e.average + (WINDOW - e.elapsed) * ahead) / WINDOW;
        t.share = e.elapsed == 0 ? WAD : (t.remaining * ahead) / t.forward;
        (t.up, t.down) = _multiples(t.timeToExpiry, model);
        t.halfSpread = e.halfSpread;
        t.svi = e.svi;
    }

    /// @notice The terms of an option whose expiry has `tenor`.
    function load(Option memory option, Instrument instrument, int256 size, Tenor memory tenor) internal pure {
        option.instrument = instrument;
        option.isCall = instrument.isCall();
        option.size = size;
        option.strike = instrument.strike();
        option.volatility = volatilityAt(tenor, option.strike);
    }

    /// @notice Prices an option, unless it is priced already.
    function price(Option memory o, Tenor memory t) internal pure {
        if (o.priced) return;
        (uint256 call, uint256 put) = Black76.price(t.forward, o.strike, t.timeToExpiry, o.volatility, t.discount);
        o.mark = o.isCall ? call : put;
        o.priced = true;
    }

    /// @notice Values of one contract in each scenario, and its mark, which is one of them at the mid of the spread.
    /// @param halfSpread Taken off a long's volatility and added to a short's
    function fill(
        Option memory o,
        Tenor memory t,
        Scenarios.Shifts memory shifts,
        uint256 halfSpread,
        uint256[SCENARIOS] memory values
    ) internal pure {
        uint256 base = _dealtAt(o, halfSpread);
        uint256[3] memory volatilities = [
            (_limited((base * t.down) / WAD) * t.aged) / WAD,
            _limited(base),
            _limited((base * t.up) / WAD)
        ];
        Scenarios.fill(t.forward, o.strike, t.timeToExpiry, volatilities, t.discount, o.isCall, shifts, values);
        if (halfSpread != 0) return price(o, t);
        o.mark = values[UNMOVED];
        o.priced = true;
    }

    /// @notice Adds size · value to the totals, in 1e-36.
    function accumulate(int256 size, uint256[SCENARIOS] memory values, int256[SCENARIOS] memory totals) internal pure {
        assembly ("memory-safe") {
            // Both arrays are 23 words. Sizes are below 2^95 and the kernel's values below 2^122: 64 products fit. Written out,
            // because a loop costs as much again.
            function step(to, from, times, offset) {
                to := add(to, offset)
                mstore(to, add(mload(to), mul(times, mload(add(from, offset)))))
            }
            step(totals, values, size, 0x0)
            step(totals, values, size, 0x20)
            step(totals, values, size, 0x40)
            step(totals, values, size, 0x60)
            step(totals, values, size, 0x80)
            step(totals, values, size, 0xa0)
            step(totals, values, size, 0xc0)
            step(totals, values, size, 0xe0)
            step(totals, values, size, 0x100)
            step(totals, values, size, 0x120)
            step(totals, values, size, 0x140)
            step(totals, values, size, 0x160)
            step(totals, values, size, 0x180)
            step(totals, values, size, 0x1a0)
            step(totals, values, size, 0x1c0)
            step(totals, values, size, 0x1e0)
            step(totals, values, size, 0x200)
            step(totals, values, size, 0x220)
            step(totals, values, size, 0x240)
            step(totals, values, size, 0x260)
            step(totals, values, size, 0x280)
            step(totals, values, size, 0x2a0)
            step(totals, values, size, 0x2c0)
        }
    }

    /// @notice What is added for a short option `o` beside its scenarios: a share of spot per contract, but not more than a
    /// multiple of what it loses in the tail that is against it.
    /// @param share The share of spot
    function contingency(
        Option memory o,
        uint256 share,
        uint256 tailMultiple,
        uint256[SCENARIOS] memory values
    ) internal pure returns (uint256) {
        uint256 tail = values[o.isCall ? FIRST_TAIL + 1 : FIRST_TAIL];
        if (tail <= o.mark) return 0;
        uint256 most = FixedPoint.mulUp(tail - o.mark, tailMultiple);
        return FixedPoint.mulUp(uint256(-o.size), share < most ? share : most);
    }

    /// @notice The nine spot shifts for a width, wad: seven of the grid, then the tails.
    function shiftsOf(uint256 width, RiskModel memory model) internal pure returns (int256[SPOTS] memory s) {
        int256 w = int256(width);
        for (uint256 i = 0; i < FIRST_TAIL_SPOT; ++i) {
            s[i] = clamp((w * (int256(i) - 3)) / 3);
        }
        int256 tail = (w * int256(uint256(model.tailShift))) / int256(WAD);
        s[FIRST_TAIL_SPOT] = clamp(-tail);
        s[FIRST_TAIL_SPOT + 1] = clamp(tail);
    }

    /// @notice Which of the shifts a scenario uses: three volatilities in a row share one, each tail has its own.
    function spotOf(uint256 scenario) internal pure returns (uint256) {
        return scenario < FIRST_TAIL ? scenario / 3 : scenario - FIRST_TAIL + FIRST_TAIL_SPOT;
    }

    /// @notice The shifts of an expiry's forward for those of the spot.
    function scaled(int256[SPOTS] memory s, uint256 share) internal pure returns (int256[SPOTS] memory moved) {
        for (uint256 i = 0; i < SPOTS; ++i) {
            moved[i] = clamp((s[i] * int256(share)) / int256(WAD));
        }
    }

    /// @notice A shift inside what the kernel takes.
    function clamp(int256 shift) internal pure returns (int256) {
        return SignedMath.max(Scenarios.MIN_SHIFT, SignedMath.min(Scenarios.MAX_SHIFT, shift));
    }

    /// @notice e^(−rate · time), wad; 1 at rate 0.
    function discountOf(uint256 rate, uint256 timeToExpiry) internal pure returns (uint256) {
        if (rate == 0 || timeToExpiry == 0) return WAD;
        return uint256(FixedPoint.exp(-int256((rate * timeToExpiry) / YEAR)));
    }

    /// @notice The smile's volatility, of which in the hour before expiry only what is still open counts.
    function volatilityAt(Tenor memory t, uint256 strike) internal pure returns (uint256) {
        if (t.timeToExpiry == 0) return 0;
        uint256 v = Svi.volatility(t.svi, t.forward, strike, t.timeToExpiry);
        if (t.remaining != WAD) v = (v * t.remaining) / WAD;
        return _limited(v);
    }

    /// @notice What one contract would pay at the forward, discounted.
    function intrinsic(Option memory o, Tenor memory t) internal pure returns (uint256) {
        (uint256 forward, uint256 strike) = (t.forward, o.strike);
        if ((forward > strike) != o.isCall) return 0;
        return ((forward > strike ? forward - strike : strike - forward) * t.discount) / WAD;
    }

    /// @notice The volatility shocked downward.
    function lowVolatility(Option memory o, Tenor memory t, uint256 halfSpread) internal pure returns (uint256) {
        return _limited((_dealtAt(o, halfSpread) * t.down) / WAD);
    }

    /// @dev The volatility of the side of the spread on which the holder would have to deal.
    function _dealtAt(Option memory o, uint256 halfSpread) private pure returns (uint256) {
        uint256 v = o.volatility;
        if (o.size < 0) return v + halfSpread;
        return v > halfSpread ? v - halfSpread : 0;
    }

    /// @dev S · e^(carry · T).
    function _forward(uint256 spot, int256 carry, uint256 timeToExpiry) private pure returns (uint256) {
        if (carry == 0 || timeToExpiry == 0) return spot;
        return FixedPoint.mulDown(spot, uint256(FixedPoint.exp((carry * int256(timeToExpiry)) / int256(YEAR))));
    }

    /// @dev Up and down by a term that grows as the tenor shortens, q = (30 days / max(T, 1 day))^p.
    function _multiples(uint256 timeToExpiry, RiskModel memory model) private pure returns (uint256 up, uint256 down) {
        uint256 tenor = timeToExpiry > 1 days ? timeToExpiry : 1 days;
        int256 power = int256(uint256(timeToExpiry <= 30 days ? model.shortTenorPower : model.longTenorPower));
        uint256 q = uint256(FixedPoint.exp((power * FixedPoint.ln((30 days * WAD) / tenor)) / int256(WAD)));
        uint256 cut = (model.volatilityDown * q) / WAD;
        down = cut < WAD ? WAD - cut : 0;
        if (down < model.volatilityDownFloor) down = model.volatilityDownFloor;
        up = WAD + (model.volatilityUp * q) / WAD;
    }

    function _limited(uint256 volatility) private pure returns (uint256) {
        return volatility < MAX_VOLATILITY ? volatility : MAX_VOLATILITY;
    }
}
