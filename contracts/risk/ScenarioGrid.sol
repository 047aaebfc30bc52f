// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {Instrument} from "../instruments/Instrument.sol";
import {ExpiryState, MarketState} from "../interfaces/IMarketInputs.sol";
import {IRiskEngine, Position} from "../interfaces/IRiskEngine.sol";
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
/// @notice Values the options of one market in 23 scenarios: spot moved by −1, −2/3 … 1 widths with volatility down,
/// unmoved and up, and two tails with volatility up. docs/risk.md gives every rounding.
library ScenarioGrid {
    uint256 internal constant FIRST_TAIL = SCENARIOS - 2;
    uint256 private constant FIRST_TAIL_SPOT = SPOTS - 2;
    uint256 private constant WAD = 1e18;
    uint256 private constant YEAR = 365 days;
    uint256 private constant MAX_VOLATILITY = 10e18;
    uint256 private constant WINDOW = ClockMath.WINDOW;

    /// @dev What the options of one expiry share, wad and seconds. up, down: multiples of the volatility. share: how far
    /// a move of the spot moves the forward; below 1 in the hour before expiry, 0 once expired.
    struct Tenor {
        uint256 expiry;
        uint256 timeToExpiry;
        uint256 discount;
        uint256 forward;
        uint256 share;
        uint256 remaining;
        uint256 up;
        uint256 down;
        uint256 halfSpread;
        Svi.Params svi;
    }

    /// @dev An option with all that its scenarios share. volatility: of its strike, wad. mark: worth of one now, wad.
    struct Option {
        bool isCall;
        int256 size;
        uint256 strike;
        uint256 volatility;
        uint256 mark;
        Tenor tenor;
    }

    /// @notice What the options of one expiry share under a market's state. In the hour before expiry part of the settlement
    /// price is known: only the rest of it still moves, and is uncertain, with the spot.
    function tenorOf(
        ExpiryState memory e,
        MarketState memory market,
        RiskModel memory model
    ) internal pure returns (Tenor memory t) {
        t.expiry = e.expiry;
        t.timeToExpiry = e.expiry > market.time ? e.expiry - market.time : 0;
        t.discount = discountOf(market.rate, t.timeToExpiry);
        t.remaining = WAD - (WAD * e.elapsed) / WINDOW;
        uint256 ahead = _forward(market.price, e.carry, t.timeToExpiry);
        t.forward = (e.elapsed * e.average + (WINDOW - e.elapsed) * ahead) / WINDOW;
        t.share = e.elapsed == 0 ? WAD : (t.remaining * ahead) / t.forward;
        (t.up, t.down) = _multiples(t.timeToExpiry, model);
        t.halfSpread = e.halfSpread;
        t.svi = e.svi;
    }

    /// @notice The terms of a position.
    function load(Position memory position, Tenor memory tenor) internal pure returns (Option memory option) {
        Instrument instrument = position.instrument;
        require(instrument.isOption(), IRiskEngine.UnsupportedInstrument(instrument));
        option.isCall = instrument.isCall();
        option.size = position.size;
        option.strike = instrument.strike();
        option.tenor = tenor;
        option.volatility = _volatility(tenor, option.strike);
        option.mark = _mark(option);
    }

    /// @notice Adds size · value of the position in each scenario to `totals`, in 1e-36.
    /// @param halfSpread Taken off a long's volatility and added to a short's
    /// @param values Scratch memory that the options of a book share
    function accumulate(
        Option memory option,
        Scenarios.Shifts memory shifts,
        uint256 halfSpread,
        uint256[SCENARIOS] memory values,
        int256[SCENARIOS] memory totals
    ) internal pure {
        Tenor memory t = option.tenor;
        Scenarios.fill(
            t.forward,
            option.strike,
            t.timeToExpiry,
            _shocked(option, halfSpread),
            t.discount,
            option.isCall,
            shifts,
            values
        );
        for (uint256 i = 0; i < SCENARIOS; ++i) {
            // The kernel's values are below 2^122.
            totals[i] += option.size * int256(values[i]);
        }
    }

    /// @notice What is added for a short option beside its scenarios: a share of spot per contract, but not more than a
    /// multiple of what it loses in the tail that is against it.
    /// @param values Its values, as `accumulate` left them
    function contingency(
        Option memory option,
        uint256 price,
        RiskModel memory model,
        uint256[SCENARIOS] memory values
    ) internal pure returns (uint256) {
        if (option.size >= 0) return 0;
        uint256 tail = values[option.isCall ? FIRST_TAIL + 1 : FIRST_TAIL];
        if (tail <= option.mark) return 0;
        uint256 most = FixedPoint.mulUp(tail - option.mark, model.contingencyTail);
        uint256 share = FixedPoint.mulUp(price, model.shortContingency);
        return FixedPoint.mulUp(uint256(-option.size), share < most ? share : most);
    }

    /// @notice The nine spot shifts for a width, wad: seven of the grid, then the tails.
    function shiftsOf(uint256 width, RiskModel memory model) internal pure returns (int256[SPOTS] memory s) {
        int256 w = int256(width);
        for (uint256 i = 0; i < FIRST_TAIL_SPOT; ++i) {
            s[i] = _clamp((w * (int256(i) - 3)) / 3);
        }
        int256 tail = (w * int256(uint256(model.tailShift))) / int256(WAD);
        s[FIRST_TAIL_SPOT] = _clamp(-tail);
        s[FIRST_TAIL_SPOT + 1] = _clamp(tail);
    }

    /// @notice The shifts of an expiry's forward for those of the spot.
    function scaled(int256[SPOTS] memory s, uint256 share) internal pure returns (int256[SPOTS] memory moved) {
        for (uint256 i = 0; i < SPOTS; ++i) {
            moved[i] = _clamp((s[i] * int256(share)) / int256(WAD));
        }
    }

    /// @notice Which of the shifts a scenario uses: three volatilities in a row share one, each tail has its own.
    function spotOf(uint256 scenario) internal pure returns (uint256) {
        return scenario < FIRST_TAIL ? scenario / 3 : scenario - FIRST_TAIL + FIRST_TAIL_SPOT;
    }

    /// @notice e^(−rate · time), wad; 1 at rate 0.
    function discountOf(uint256 rate, uint256 timeToExpiry) internal pure returns (uint256) {
        if (rate == 0 || timeToExpiry == 0) return WAD;
        return uint256(FixedPoint.exp(-int256((rate * timeToExpiry) / YEAR)));
    }

    /// @dev S · e^(carry · T).
    function _forward(uint256 price, int256 carry, uint256 timeToExpiry) private pure returns (uint256) {
        if (carry == 0 || timeToExpiry == 0) return price;
        return FixedPoint.mulDown(price, uint256(FixedPoint.exp((carry * int256(timeToExpiry)) / int256(YEAR))));
    }

    /// @dev The smile's volatility, of which in the hour before expiry only what is still open counts.
    function _volatility(Tenor memory t, uint256 strike) private pure returns (uint256) {
        if (t.timeToExpiry == 0) return 0;
        uint256 v = Svi.volatility(t.svi, t.forward, strike, t.timeToExpiry);
        if (t.remaining != WAD) v = (v * t.remaining) / WAD;
        return v < MAX_VOLATILITY ? v : MAX_VOLATILITY;
    }

    function _mark(Option memory o) private pure returns (uint256) {
        Tenor memory t = o.tenor;
        (uint256 call, uint256 put) = Black76.price(t.forward, o.strike, t.timeToExpiry, o.volatility, t.discount);
        return o.isCall ? call : put;
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

    /// @dev Down, unmoved and up, for the side of the spread on which the holder would have to deal.
    function _shocked(Option memory o, uint256 halfSpread) private pure returns (uint256[3] memory v) {
        uint256 base = o.volatility;
        if (o.size < 0) base += halfSpread;
        else base = base > halfSpread ? base - halfSpread : 0;
        v[0] = _limited((base * o.tenor.down) / WAD);
        v[1] = _limited(base);
        v[2] = _limited((base * o.tenor.up) / WAD);
    }

    function _limited(uint256 volatility) private pure returns (uint256) {
        return volatility < MAX_VOLATILITY ? volatility : MAX_VOLATILITY;
    }

    function _clamp(int256 shift) private pure returns (int256) {
        return SignedMath.max(Scenarios.MIN_SHIFT, SignedMath.min(Scenarios.MAX_SHIFT, shift));
    }
}
