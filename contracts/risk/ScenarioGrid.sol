// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {IRiskEngine, MarketState, Position} from "../interfaces/IRiskEngine.sol";
import {RiskModel} from "../interfaces/IRiskParameters.sol";
import {Black76} from "../pricing/Black76.sol";
import {FixedPoint} from "../pricing/FixedPoint.sol";
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

    /// @dev An option with all that its scenarios share. Volatilities: down, unmoved, up. mark: worth of one now, wad.
    struct Option {
        bool isCall;
        int256 size;
        uint256 strike;
        uint256 expiry;
        uint256 timeToExpiry;
        uint256 discount;
        uint256[3] volatilities;
        uint256 mark;
    }

    /// @notice The terms of a position under a market's state.
    function load(
        Position memory position,
        MarketState memory market,
        RiskModel memory model
    ) internal pure returns (Option memory option) {
        require(position.instrument.isOption(), IRiskEngine.UnsupportedInstrument(position.instrument));
        uint256 expiry = position.instrument.expiry();
        option.expiry = expiry;
        option.isCall = position.instrument.isCall();
        option.size = position.size;
        option.strike = position.instrument.strike();
        option.timeToExpiry = expiry > market.time ? expiry - market.time : 0;
        option.discount = discountOf(market.rate, option.timeToExpiry);
        option.volatilities = _volatilities(market.volatility, option.timeToExpiry, model);
        option.mark = _mark(option, market.price);
    }

    /// @notice Adds size · value of the position in each scenario to `totals`, in 1e-36.
    /// @param values Scratch memory that the options of a book share
    function accumulate(
        Option memory option,
        uint256 price,
        Scenarios.Shifts memory shifts,
        uint256[SCENARIOS] memory values,
        int256[SCENARIOS] memory totals
    ) internal pure {
        Scenarios.fill(
            price,
            option.strike,
            option.timeToExpiry,
            option.volatilities,
            option.discount,
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

    /// @notice Which of the shifts a scenario uses: three volatilities in a row share one, each tail has its own.
    function spotOf(uint256 scenario) internal pure returns (uint256) {
        return scenario < FIRST_TAIL ? scenario / 3 : scenario - FIRST_TAIL + FIRST_TAIL_SPOT;
    }

    /// @notice e^(−rate · time), wad; 1 at rate 0.
    function discountOf(uint256 rate, uint256 timeToExpiry) internal pure returns (uint256) {
        if (rate == 0 || timeToExpiry == 0) return WAD;
        return uint256(FixedPoint.exp(-int256((rate * timeToExpiry) / YEAR)));
    }

    function _mark(Option memory o, uint256 forward) private pure returns (uint256) {
        (uint256 call, uint256 put) = Black76.price(forward, o.strike, o.timeToExpiry, o.volatilities[1], o.discount);
        return o.isCall ? call : put;
    }

    /// @dev Down and up by a term that grows as the tenor shortens, q = (30 days / max(T, 1 day))^p.
    function _volatilities(
        uint256 volatility,
        uint256 timeToExpiry,
        RiskModel memory model
    ) private pure returns (uint256[3] memory v) {
        uint256 tenor = timeToExpiry > 1 days ? timeToExpiry : 1 days;
        int256 power = int256(uint256(timeToExpiry <= 30 days ? model.shortTenorPower : model.longTenorPower));
        uint256 q = uint256(FixedPoint.exp((power * FixedPoint.ln((30 days * WAD) / tenor)) / int256(WAD)));
        uint256 cut = (model.volatilityDown * q) / WAD;
        uint256 down = cut < WAD ? WAD - cut : 0;
        if (down < model.volatilityDownFloor) down = model.volatilityDownFloor;
        v[0] = _shocked(volatility, down);
        v[1] = _shocked(volatility, WAD);
        v[2] = _shocked(volatility, WAD + (model.volatilityUp * q) / WAD);
    }

    function _shocked(uint256 volatility, uint256 multiplier) private pure returns (uint256) {
        uint256 v = (volatility * multiplier) / WAD;
        return v < MAX_VOLATILITY ? v : MAX_VOLATILITY;
    }

    function _clamp(int256 shift) private pure returns (int256) {
        return SignedMath.max(Scenarios.MIN_SHIFT, SignedMath.min(Scenarios.MAX_SHIFT, shift));
    }
}
