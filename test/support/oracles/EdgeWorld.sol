// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Instrument, Kind} from "../../../contracts/instruments/Instrument.sol";
import {ILiquidator} from "../../../contracts/interfaces/ILiquidator.sol";
import {PricePoint} from "../../../contracts/interfaces/IMarketInputs.sol";
import {MarketRisk} from "../../../contracts/interfaces/IRiskParameters.sol";
import {VM} from "../world/Vm.sol";
import {World} from "../world/World.sol";

/// @dev What these tests need of Band's contract and of the test EVM besides what all tests do.
interface IBandRelay {
    function forceRelay(
        string[] calldata symbols,
        uint64[] calldata rates,
        uint64[] calldata resolveTimes,
        uint64[] calldata requestIds
    ) external;
}

interface IEtcher {
    function etch(address target, bytes calldata code) external;
}

/// @title EdgeWorld
/// @notice The world with an account a hair above maintenance: whatever an input does to it shows at once.
abstract contract EdgeWorld is World {
    uint256 internal constant BUYER = 0xB0B;
    uint256 internal constant SELLER = 0x5E11;
    uint256 internal constant DAY_OF_EXPIRY = 7;

    uint256 internal buyer;
    /// @dev Short a strangle of 1,900 and 2,100: a move to either side hurts.
    uint256 internal seller;
    uint40 internal optionExpiry;

    /// @dev The strangle, with no more cash than initial margin asks for.
    function _openStrangle() internal {
        _setWidthFactor(4.3e18, 0);
        optionExpiry = _expiry(DAY_OF_EXPIRY);
        buyer = _openAccount(BUYER, 100_000);
        seller = _openAccount(SELLER, 100_000);
        _sell(_option(Kind.Call, optionExpiry, 2100));
        _sell(_option(Kind.Put, optionExpiry, 1900));
        uint256 free = engine.freeCash(house.portfolioOf(seller)) / 1e12;
        VM.prank(VM.addr(SELLER));
        house.withdraw(seller, address(usdc), free - 1, VM.addr(SELLER));
    }

    function _sell(Instrument instrument) private {
        exchange.matchOrders(_pair(BUYER, buyer, SELLER, seller, instrument, 10e18, 40e18));
    }

    /// @dev Brings the seller's health close to `target`, by the width that the market asks for.
    function _toEdge(uint256 target) internal {
        uint256 low = 1e18;
        uint256 high = 10e18;
        for (uint256 i = 0; i < 40; ++i) {
            uint256 middle = (low + high) / 2;
            _setWidthFactor(middle, 0);
            if (_healthOf(seller) > int256(target)) low = middle;
            else high = middle;
        }
        int256 health = _healthOf(seller);
        require(health > int256(target) - 0.001e18 && health < int256(target) + 0.001e18, "not at the edge");
    }

    function _setWidthFactor(uint256 factor, uint256 depth) internal {
        riskParameters.setMarketRisk(ETH, MarketRisk(0, uint64(factor - (factor % 1e12)), 0.05e18, 0.05e18, 0.6e18, uint128(depth)));
    }

    /// @dev Nobody can liquidate the seller.
    function _requireSafe() internal {
        VM.expectPartialRevert(ILiquidator.Healthy.selector);
        liquidator.flag(seller);
        require(liquidator.flaggedAt(seller) == 0, "flagged");
    }

    function _solvencyOf(uint256 account) internal view returns (int256 equity, uint256 maintenance) {
        (equity, maintenance, , ) = engine.solvency(house.portfolioOf(account), PricePoint.Mid);
    }

    function _healthOf(uint256 account) internal view returns (int256 health) {
        (, , health, ) = engine.solvency(house.portfolioOf(account), PricePoint.Mid);
    }

    /// @dev Band's rate for ETH, of any time.
    function _relay(uint256 price, uint256 time) internal {
        string[] memory symbols = new string[](1);
        symbols[0] = "ETH";
        IBandRelay(address(band)).forceRelay(symbols, _only(uint64(price / 1e9)), _only(uint64(time)), _only(1));
    }

    function _etch(address target, bytes memory code) internal {
        IEtcher(address(VM)).etch(target, code);
    }

    function _only(uint64 figure) private pure returns (uint64[] memory list) {
        list = new uint64[](1);
        list[0] = figure;
    }
}
