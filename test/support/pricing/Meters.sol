// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {SD59x18, exp as prbExp, ln as prbLn} from "@prb/math/src/SD59x18.sol";
import {UD60x18, sqrt as prbSqrt} from "@prb/math/src/UD60x18.sol";
import {FixedPointMathLib as Solady} from "solady/src/utils/FixedPointMathLib.sol";
import {Black76} from "../../../contracts/pricing/Black76.sol";
import {FixedPoint} from "../../../contracts/pricing/FixedPoint.sol";
import {ImpliedVolatility} from "../../../contracts/pricing/ImpliedVolatility.sol";
import {Normal} from "../../../contracts/pricing/Normal.sol";
import {Scenarios} from "../../../contracts/pricing/Scenarios.sol";
import {Svi} from "../../../contracts/pricing/Svi.sol";

/// @notice Gas of a kernel alone: a call of a contract that does nothing else, less a call of one that does nothing.
/// (Around an inlined function `gasleft` does not tell, because the optimizer moves pure code past it.)
contract GasMeter {
    function measure(
        address kernel,
        address nothing,
        bytes[] calldata calls
    ) external view returns (int256[] memory used) {
        used = new int256[](calls.length);
        _gasOf(kernel, calls[0]);
        _gasOf(nothing, calls[0]);
        for (uint256 i = 0; i < calls.length; ++i) used[i] = _gasOf(kernel, calls[i]) - _gasOf(nothing, calls[i]);
    }

    function _gasOf(address target, bytes memory data) private view returns (int256 used) {
        bool succeeded;
        assembly ("memory-safe") {
            // Reads `data`; the output goes to scratch space.
            used := gas()
            succeeded := staticcall(gas(), target, add(data, 0x20), mload(data), 0, 0x20)
            used := sub(used, gas())
        }
        require(succeeded, "the kernel reverted");
    }
}

contract NothingMeter {
    function run(uint256 x) external pure returns (uint256) {
        return x;
    }
}

contract ExpMeter {
    function run(uint256 x) external pure returns (uint256) {
        return FixedPoint.exp(int256(x));
    }
}

contract LnMeter {
    function run(uint256 x) external pure returns (uint256) {
        return uint256(FixedPoint.ln(x));
    }
}

contract SqrtMeter {
    function run(uint256 x) external pure returns (uint256) {
        return FixedPoint.sqrt(x);
    }
}

contract CdfMeter {
    function run(uint256 x) external pure returns (uint256) {
        return Normal.cdf(int256(x));
    }
}

contract SoladyExpMeter {
    function run(uint256 x) external pure returns (uint256) {
        return uint256(Solady.expWad(int256(x)));
    }
}

contract SoladyLnMeter {
    function run(uint256 x) external pure returns (uint256) {
        return uint256(Solady.lnWad(int256(x)));
    }
}

contract SoladySqrtMeter {
    function run(uint256 x) external pure returns (uint256) {
        return Solady.sqrtWad(x);
    }
}

contract PrbExpMeter {
    function run(uint256 x) external pure returns (uint256) {
        return uint256(prbExp(SD59x18.wrap(int256(x))).unwrap());
    }
}

contract PrbLnMeter {
    function run(uint256 x) external pure returns (uint256) {
        return uint256(prbLn(SD59x18.wrap(int256(x))).unwrap());
    }
}

contract PrbSqrtMeter {
    function run(uint256 x) external pure returns (uint256) {
        return prbSqrt(UD60x18.wrap(x)).unwrap();
    }
}

/// @notice Options: forward, strike, time to expiry, volatility, discount.
contract NothingOptionMeter {
    function run(uint256[5] calldata o) external pure returns (uint256) {
        unchecked {
            return o[0] + o[1] + o[2] + o[3] + o[4];
        }
    }
}

contract PriceMeter {
    function run(uint256[5] calldata o) external pure returns (uint256) {
        (uint256 call, uint256 put) = Black76.price(o[0], o[1], o[2], o[3], o[4]);
        unchecked {
            return call + put;
        }
    }
}

contract GreeksMeter {
    function run(uint256[5] calldata o) external pure returns (uint256) {
        (uint256 call, uint256 put, Black76.Greeks memory greeks) = Black76.greeks(o[0], o[1], o[2], o[3], o[4]);
        unchecked {
            return call + put + uint256(greeks.delta) + greeks.gamma + greeks.vega + uint256(greeks.theta);
        }
    }
}

/// @notice The scenarios of a width of 20%, volatilities of 0.7, 1 and 1.45 times the given one.
contract NothingScenariosMeter {
    function run(uint256[5] calldata o) external pure virtual returns (uint256) {
        (Scenarios.Shifts memory shifts, uint256[3] memory volatilities, uint256[23] memory values) = _memory(o);
        unchecked {
            return o[0] + o[1] + o[2] + o[4] + shifts.greatest + volatilities[0] + values[0] + values[22];
        }
    }

    function _memory(
        uint256[5] calldata o
    )
        internal
        pure
        returns (Scenarios.Shifts memory shifts, uint256[3] memory volatilities, uint256[23] memory values)
    {
        int256[9] memory moves = [int256(-20e16), -13e16, -7e16, 0, 7e16, 13e16, 20e16, -50e16, 50e16];
        shifts = Scenarios.prepare(moves);
        volatilities = [(o[3] * 7) / 10, o[3], (o[3] * 145) / 100];
    }
}

contract ScenariosMeter is NothingScenariosMeter {
    function run(uint256[5] calldata o) external pure override returns (uint256) {
        (Scenarios.Shifts memory shifts, uint256[3] memory volatilities, uint256[23] memory values) = _memory(o);
        Scenarios.fill(o[0], o[1], o[2], volatilities, o[4], true, shifts, values);
        unchecked {
            return shifts.greatest + volatilities[0] + values[0] + values[22];
        }
    }
}

struct Quote {
    uint256 forward;
    uint256 strike;
    uint256 timeToExpiry;
    uint256 discount;
    uint256 price;
    bool isCall;
}

contract NothingQuoteMeter {
    function run(Quote calldata q) external pure returns (uint256) {
        unchecked {
            return q.forward + q.strike + q.timeToExpiry + q.discount + q.price + (q.isCall ? 1 : 0);
        }
    }
}

contract ImpliedVolatilityMeter {
    function run(Quote calldata q) external pure returns (uint256) {
        return ImpliedVolatility.solve(q.forward, q.strike, q.timeToExpiry, q.discount, q.price, q.isCall);
    }
}

struct Point {
    Svi.Params params;
    int256 logMoneyness;
}

contract NothingPointMeter {
    function run(Point memory point) external pure returns (uint256) {
        return uint256(point.logMoneyness);
    }
}

contract TotalVarianceMeter {
    function run(Point memory point) external pure returns (uint256) {
        return Svi.totalVariance(point.params, point.logMoneyness);
    }
}

struct Strike {
    Svi.Params params;
    uint256 forward;
    uint256 strike;
    uint256 timeToExpiry;
}

contract NothingStrikeMeter {
    function run(Strike memory s) external pure returns (uint256) {
        unchecked {
            return s.forward + s.strike + s.timeToExpiry;
        }
    }
}

contract VolatilityMeter {
    function run(Strike memory s) external pure returns (uint256) {
        return Svi.volatility(s.params, s.forward, s.strike, s.timeToExpiry);
    }
}
