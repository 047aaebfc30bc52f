// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {IPriceSource} from "../../interfaces/IPriceSource.sol";
import {BoundedSource} from "./BoundedSource.sol";
import {GuardedCall} from "./GuardedCall.sol";
import {TickMath} from "./TickMath.sol";

/// @dev The part of a Uniswap v3 pool that Ballast reads.
interface IUniswapPool {
    function token0() external view returns (address);

    function token1() external view returns (address);

    function observe(
        uint32[] calldata secondsAgos
    ) external view returns (int56[] memory tickCumulatives, uint160[] memory secondsPerLiquidityCumulatives);
}

/// @title UniswapTwapSource
/// @notice The geometric mean price over the last half hour of a Uniswap v3 pool, one token in units of the other.
/// @dev What is traded in a block counts from the next block on, for the seconds that it lasts.
/// Safety: the harmonic mean of the liquidity in range over the same half hour bounds from below what it costs to move
/// the mean. Liveness: the pool's `observationCardinality` spans the window.
contract UniswapTwapSource is BoundedSource {
    /// @notice Seconds of the mean.
    uint32 public constant WINDOW = 30 minutes;

    /// @dev Words of `observe` for two points: two offsets, then twice a length and two numbers.
    uint256 private constant OBSERVE_WORDS = 8;
    uint256 private constant FIRST_OFFSET = 64;
    uint256 private constant SECOND_OFFSET = 160;

    /// @notice The pool.
    address public immutable pool;
    /// @notice The token that is priced.
    address public immutable base;
    /// @notice The token that it is priced in.
    address public immutable quote;
    /// @notice Smallest harmonic mean of the liquidity over the window. Warning: an empty pool counts as 1, so only
    /// numbers above 1 ask for anything.
    uint128 public immutable minLiquidity;
    /// @dev The pool quotes its second token per unit of its first.
    bool private immutable baseIsSecond;
    /// @dev Powers of ten from the price of raw units to that of whole tokens.
    int256 private immutable decimalsShift;

    /// @notice `base` is neither of the pool's tokens.
    error TokenNotInPool(address token, address token0, address token1);

    constructor(
        address pool_,
        address base_,
        uint128 minLiquidity_,
        uint256 minAnswer_,
        uint256 maxAnswer_
    ) BoundedSource(WINDOW, minAnswer_, maxAnswer_) {
        (address token0, address token1) = (IUniswapPool(pool_).token0(), IUniswapPool(pool_).token1());
        require(base_ == token0 || base_ == token1, TokenNotInPool(base_, token0, token1));
        (pool, base, minLiquidity) = (pool_, base_, minLiquidity_);
        baseIsSecond = base_ == token1;
        quote = base_ == token1 ? token0 : token1;
        decimalsShift = _decimals(base_) - _decimals(base_ == token1 ? token0 : token1);
    }

    /// @inheritdoc IPriceSource
    /// @dev An answer is of this very moment: a pool that nobody trades in still has its price.
    function latest() external view returns (uint256 price, uint256 updatedAt, uint80 roundId) {
        uint32[] memory secondsAgos = new uint32[](2);
        secondsAgos[0] = WINDOW;
        uint256[] memory answer = GuardedCall.read(
            pool,
            abi.encodeCall(IUniswapPool.observe, (secondsAgos)),
            OBSERVE_WORDS
        );
        if (answer.length == 0 || !_isPair(answer) || _meanLiquidity(answer) < minLiquidity) return (0, 0, 0);
        price = _meanPrice(answer);
        return _isInside(price) ? (price, block.timestamp, 0) : (0, 0, 0);
    }

    /// @inheritdoc IPriceSource
    function isPool() external pure returns (bool) {
        return true;
    }

    function _decimals(address token) private view returns (int256) {
        uint256 decimals = IERC20Metadata(token).decimals();
        _requireDecimals(token, decimals);
        return int256(decimals);
    }

    /// @dev Whether the words are the two arrays of two numbers that were asked for.
    function _isPair(uint256[] memory answer) private pure returns (bool) {
        return answer[0] == FIRST_OFFSET && answer[1] == SECOND_OFFSET && answer[2] == 2 && answer[5] == 2;
    }

    /// @dev The pool adds up seconds/liquidity in Q128, modulo 2^160. An honest sum grows by 1 or more each second.
    function _meanLiquidity(uint256[] memory answer) private pure returns (uint256) {
        unchecked {
            uint160 gathered = uint160(answer[7] - answer[6]);
            return gathered == 0 ? 0 : (uint256(WINDOW) << 128) / gathered;
        }
    }

    /// @dev The pool adds up tick·seconds, modulo 2^56.
    function _meanPrice(uint256[] memory answer) private view returns (uint256) {
        int56 gathered;
        unchecked {
            gathered = int56(int256(answer[4] - answer[3]));
        }
        int256 tick = TickMath.mean(gathered, int256(uint256(WINDOW)));
        if (tick > TickMath.MAX_TICK || tick < -TickMath.MAX_TICK) return 0;
        return TickMath.toPrice(baseIsSecond ? -tick : tick, decimalsShift);
    }
}
