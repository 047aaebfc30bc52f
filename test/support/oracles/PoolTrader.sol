// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IPriceSource} from "../../../contracts/interfaces/IPriceSource.sol";

/// @dev What the trader calls of a Uniswap v3 pool.
interface IPoolActions {
    function token0() external view returns (address);

    function token1() external view returns (address);

    function mint(
        address recipient,
        int24 tickLower,
        int24 tickUpper,
        uint128 amount,
        bytes calldata data
    ) external returns (uint256 amount0, uint256 amount1);

    function swap(
        address recipient,
        bool zeroForOne,
        int256 amountSpecified,
        uint160 sqrtPriceLimitX96,
        bytes calldata data
    ) external returns (int256 amount0, int256 amount1);
}

/// @notice Provides liquidity to a pool and trades in it, paying from its own balance.
contract PoolTrader {
    function mint(IPoolActions pool, int24 lower, int24 upper, uint128 liquidity) external {
        pool.mint(address(this), lower, upper, liquidity, "");
    }

    /// @notice Pays in until the price reaches the limit.
    function swapTo(IPoolActions pool, bool zeroForOne, uint160 limit) public {
        pool.swap(address(this), zeroForOne, type(int128).max, limit, "");
    }

    /// @notice What a source says right before and right after a swap.
    function priceAround(
        IPoolActions pool,
        IPriceSource source,
        bool zeroForOne,
        uint160 limit
    ) external returns (uint256 before, uint256 afterwards) {
        (before, , ) = source.latest();
        swapTo(pool, zeroForOne, limit);
        (afterwards, , ) = source.latest();
    }

    function uniswapV3MintCallback(uint256 amount0, uint256 amount1, bytes calldata) external {
        _pay(int256(amount0), int256(amount1));
    }

    function uniswapV3SwapCallback(int256 amount0, int256 amount1, bytes calldata) external {
        _pay(amount0, amount1);
    }

    function _pay(int256 amount0, int256 amount1) private {
        IPoolActions pool = IPoolActions(msg.sender);
        if (amount0 > 0) IERC20(pool.token0()).transfer(msg.sender, uint256(amount0));
        if (amount1 > 0) IERC20(pool.token1()).transfer(msg.sender, uint256(amount1));
    }
}
