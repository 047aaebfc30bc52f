// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {PricePoint} from "../../contracts/interfaces/IMarketInputs.sol";
import {Instrument, Kind} from "../../contracts/instruments/Instrument.sol";
import {IExchange, Fill} from "../../contracts/interfaces/IExchange.sol";
import {IClearingHouse} from "../../contracts/interfaces/IClearingHouse.sol";
import {IRouter} from "../../contracts/interfaces/IRouter.sol";
import {VM} from "../support/world/Vm.sol";
import {World} from "../support/world/World.sol";

/// @notice A short butterfly between two nodes of the grid loses nothing in any scenario: its contingencies cover it.
contract BetweenNodesTest is World {
    uint256 private constant SELLER = 0x5E11;
    uint256 private constant FRIEND = 0xF00D;

    uint256 private seller;
    uint256 private friend;
    uint40 private expiry;

    function setUp() public {
        _build();
        seller = _openAccount(SELLER, 10_000);
        friend = _openAccount(FRIEND, 50_000);
        expiry = _expiry(1);
        // The last two hours before the expiry.
        VM.warp(expiry - 2 hours);
        _setPrice(2000);
    }

    /// @dev 1,880 - 1,930 - 1,980: worth nothing at 2,000 and at 1,867, up to 50 between.
    function test_margin_coversTheStrikesBetweenTheNodes() public {
        // Eight times what the account can lose is refused, what it can lose is not.
        bool refused = false;
        try this.sellButterfly(1_000e18) {} catch (bytes memory reason) {
            refused = bytes4(reason) == IClearingHouse.InsufficientMargin.selector;
        }
        require(refused, "margin below a fraction of the loss");
        this.sellButterfly(100e18);
        VM.warp(expiry - 1 hours);
        _setPrice(1930);
        uint80 round = feed.lastId();
        VM.warp(expiry + 1);
        _setPrice(1930);
        settlementOracle.prove(ETH, expiry, _rounds(round));
        uint256[] memory ids = new uint256[](2);
        (ids[0], ids[1]) = (seller, friend);
        house.settle(ids);
        require(house.cashOf(seller) >= 0, "a fall of 3.5% lost many times the margin");
    }

    function sellButterfly(uint256 size) external {
        IRouter.Call[] memory calls = new IRouter.Call[](3);
        calls[0] = _leg(FRIEND, friend, SELLER, seller, 1880, size);
        calls[1] = _leg(SELLER, seller, FRIEND, friend, 1930, 2 * size);
        calls[2] = _leg(FRIEND, friend, SELLER, seller, 1980, size);
        router.batch(calls);
    }

    function _leg(
        uint256 buyerKey,
        uint256 buyer,
        uint256 sellerKey,
        uint256 from,
        uint256 strike,
        uint256 size
    ) private returns (IRouter.Call memory) {
        Instrument put = _option(Kind.Put, expiry, strike);
        Fill[] memory fills = _pair(buyerKey, buyer, sellerKey, from, put, size, engine.mark(put, PricePoint.Mid));
        return IRouter.Call(address(exchange), abi.encodeCall(IExchange.matchOrders, (fills)));
    }
}
