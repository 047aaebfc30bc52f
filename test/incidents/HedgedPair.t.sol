// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Instrument} from "../../contracts/instruments/Instrument.sol";
import {Bid, ILiquidator} from "../../contracts/interfaces/ILiquidator.sol";
import {PricePoint} from "../../contracts/interfaces/IMarketInputs.sol";
import {IRouter} from "../../contracts/interfaces/IRouter.sol";
import {LinearWorld} from "../support/world/LinearWorld.sol";
import {VM} from "../support/world/Vm.sol";

/// @notice A perpetual against a future of the same size has next to no margin, and each leg alone frees none. So while
/// funding drains the account, no single bid is allowed, and the debt grows until the future is about to expire.
/// @dev Trader 0 pays the funding, 1 receives it, 2 is another customer, 3 would bid.
contract HedgedPairTest is LinearWorld {
    uint256 private constant SIZE = 1000e18;

    function setUp() public {
        _buildLinear();
        // A listed weekly, four weeks ahead.
        expiry = _expiry(28);
        future = _future(expiry);
        // Leave the payer of the funding with little: 5,000 on 2,000,000 of notional.
        VM.prank(VM.addr(_key(0)));
        house.withdraw(who[0], address(usdc), 95_000e6, address(this));
        // Both legs in one batch, so that neither stands alone.
        IRouter.Call[] memory calls = new IRouter.Call[](2);
        bytes memory bought = abi.encodeCall(
            exchange.matchOrders,
            (_pair(_key(0), who[0], _key(1), who[1], perpetual, SIZE, 2000e18))
        );
        bytes memory sold = abi.encodeCall(
            exchange.matchOrders,
            (_pair(_key(1), who[1], _key(0), who[0], future, SIZE, 2000e18))
        );
        calls[0] = IRouter.Call(address(exchange), bought);
        calls[1] = IRouter.Call(address(exchange), sold);
        router.batch(calls);
        _fund(int256(SIZE));
    }

    /// @dev The payer's debt must not outgrow his money while bidders stand ready.
    function test_hedgedPair_canBeLiquidated() public {
        (int256 equity, uint256 maintenance, , ) = engine.solvency(house.portfolioOf(who[0]), PricePoint.Mid);
        require(maintenance < 4_000e18, "little margin");
        while (equity >= int256(maintenance)) {
            _pass(6);
            (equity, maintenance, , ) = engine.solvency(house.portfolioOf(who[0]), PricePoint.Mid);
        }
        require(equity > 0, "still solvent");
        require(liquidator.flag(who[0]));
        VM.warp(block.timestamp + 10 minutes);
        Instrument[2] memory legs = [perpetual, future];
        bool any = false;
        uint256[3] memory sizes = [uint256(1e18), SIZE / 10, SIZE];
        for (uint256 i = 0; i < 2; ++i) {
            for (uint256 j = 0; j < 3; ++j) {
                try liquidator.calculateBid(Bid(who[0], who[3], legs[i], 0, sizes[j], 0)) {
                    any = true;
                } catch (bytes memory reason) {
                    require(bytes4(reason) == ILiquidator.NothingFreed.selector, "another reason");
                }
            }
        }
        require(any, "no bid is possible on an account below maintenance");
    }

    /// @dev What it comes to: the receiver takes out what the payer owes, and the house is left with the debt.
    function test_hedgedPair_drainsIntoDebt() public {
        _pass(24 * 10);
        _touch(0);
        (int256 equity, , , ) = engine.solvency(house.portfolioOf(who[0]), PricePoint.Mid);
        VM.prank(VM.addr(_key(1)));
        try house.withdraw(who[1], address(usdc), 250_000e6, address(this)) {
            require(equity > -1_000e18, "150,000 of others' money left, and the payer owes it");
        } catch {
            require(equity > -1_000e18, "debt");
        }
    }
}
