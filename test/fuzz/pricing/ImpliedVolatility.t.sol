// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Black76} from "../../../contracts/pricing/Black76.sol";
import {ImpliedVolatility} from "../../../contracts/pricing/ImpliedVolatility.sol";
import {ImpliedVolatilityReference} from "../../support/pricing/ImpliedVolatilityReference.sol";

/// @notice Properties of the solver over the whole supported range, and its kernel against the plain reference.
contract ImpliedVolatilityFuzzTest {
    error PropertyBroken(string property, uint256 left, uint256 right);

    struct Option {
        uint256 forward;
        uint256 strike;
        uint256 time;
        uint256 volatility;
        uint256 discount;
        bool isCall;
    }

    /// @dev Maps any struct into the range: sizes spread over all magnitudes, half of the strikes near the forward.
    function _bounded(Option memory o) private pure returns (Option memory) {
        o.forward = _magnitude(o.forward);
        uint256 near = (o.forward * (25e16 + (o.strike % 375e16))) / 1e18;
        o.strike =
            o.strike % 2 == 0
                ? _magnitude(o.strike)
                : near > Black76.MAX_PRICE
                    ? Black76.MAX_PRICE
                    : near;
        o.time = 1 + (o.time % 2 == 0 ? o.time % Black76.MAX_TIME : o.time % 365 days);
        o.volatility = o.volatility % (o.volatility % 2 == 0 ? Black76.MAX_VOLATILITY + 1 : 2e18);
        o.discount = o.discount % 2 == 0 ? 1e18 : 1 + (o.discount % Black76.MAX_DISCOUNT);
        return o;
    }

    function _magnitude(uint256 seed) private pure returns (uint256) {
        uint256 bits = (seed >> 200) % 121;
        return bits == 120 ? Black76.MAX_PRICE - (seed % 1000) : seed % (uint256(1) << (bits + 1));
    }

    function _price(Option memory o, uint256 volatility) private pure returns (uint256) {
        (uint256 call, uint256 put) = Black76.price(o.forward, o.strike, o.time, volatility, o.discount);
        return o.isCall ? call : put;
    }

    function _solve(Option memory o, uint256 price) private pure returns (uint256) {
        return ImpliedVolatility.solve(o.forward, o.strike, o.time, o.discount, price, o.isCall);
    }

    function testFuzz_solve_givesPriceBack_fromAnyVolatility(Option memory o) external pure {
        o = _bounded(o);
        uint256 price = _price(o, o.volatility);
        uint256 volatility = _solve(o, price);
        if (volatility > Black76.MAX_VOLATILITY) return;
        // What 1e-12·(1 + σ) of volatility moves, and what the price itself is uncertain by.
        uint256 step = 1e6 + volatility / 1e12;
        uint256 high = o.forward > o.strike ? o.forward : o.strike;
        uint256 slack = (((high * (o.discount + 1e18)) / 1e18) * 2) / 1e18 + 3;
        uint256 below = _price(o, volatility > step ? volatility - step : 0);
        if (below > price + slack) revert PropertyBroken("price(vol - step) <= price", below, price);
        if (volatility + step > Black76.MAX_VOLATILITY) return;
        uint256 above = _price(o, volatility + step);
        if (above + slack < price) revert PropertyBroken("price(vol + step) >= price", above, price);
    }

    function testFuzz_solve_neverReverts_betweenTheBounds(Option memory o, uint256 share) external pure {
        o = _bounded(o);
        uint256 least = _price(o, 0);
        uint256 most = ((o.isCall ? o.forward : o.strike) * o.discount) / 1e18;
        if (least > most) revert PropertyBroken("intrinsic value <= bound", least, most);
        uint256 price = least + (share % (most - least + 1));
        uint256 volatility = _solve(o, price);
        if ((volatility == 0) && price > least + 1 + most / 1e15) revert PropertyBroken("positive", price, least);
    }

    function testFuzz_solve_risesWithPrice(Option memory o, uint256 share, uint256 step) external pure {
        o = _bounded(o);
        uint256 least = _price(o, 0);
        uint256 most = ((o.isCall ? o.forward : o.strike) * o.discount) / 1e18;
        uint256 price = least + (share % (most - least + 1));
        uint256 lower = _solve(o, price);
        uint256 upper = _solve(o, price + (step % (most - price + 1)));
        if (lower > upper + 2e6 + upper / 5e11) revert PropertyBroken("rises with price", lower, upper);
    }

    function testFuzz_solve_hasTheBitsOfPlainReference(Option memory o, uint256 share) external pure {
        o = _bounded(o);
        uint256 least = _price(o, 0);
        uint256 most = ((o.isCall ? o.forward : o.strike) * o.discount) / 1e18;
        if (most == least) return;
        uint256 price = share % 2 == 0 ? _price(o, o.volatility) : least + 1 + (share % (most - least));
        if (price == least) return;
        uint256 expected = ImpliedVolatilityReference.solve(o.forward, o.strike, o.time, o.discount, price, o.isCall);
        uint256 actual = _solve(o, price);
        if (actual != expected) revert PropertyBroken("plain reference", actual, expected);
    }
}
