// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Instrument} from "../../../contracts/instruments/Instrument.sol";
import {Books} from "../../../contracts/interfaces/IClearingHouse.sol";
import {IImbalanceSource} from "../../../contracts/interfaces/IFunding.sol";
import {FeeSchedule, PositionTransfer} from "../../../contracts/interfaces/IExchange.sol";
import {Position} from "../../../contracts/interfaces/IRiskEngine.sol";
import {Properties} from "../../invariant/Properties.sol";
import {VM} from "./Vm.sol";
import {World} from "./World.sol";

/// @title StatedImbalance
/// @notice A source that says what a test tells it, or fails as it is told.
contract StatedImbalance is IImbalanceSource {
    int256 private stated;
    bool public fails;

    error Broken();

    function state(int256 imbalance_) external {
        stated = imbalance_;
    }

    function setFails(bool fails_) external {
        fails = fails_;
    }

    function imbalance(uint24) external view returns (int256) {
        require(!fails, Broken());
        return stated;
    }
}

/// @title LinearWorld
/// @notice The world with four traders, the perpetual, a future and short ways to trade them. Fees are off, so that cash
/// shows what the ledger did.
abstract contract LinearWorld is World {
    uint256 private constant FIRST_KEY = 0xACE;
    uint256 internal constant CASH = 100_000;

    /// @dev Accounts of the four traders.
    uint256[4] internal who;
    Instrument internal perpetual;
    Instrument internal future;
    uint40 internal expiry;
    StatedImbalance internal imbalance;
    uint256 private nonces;

    function _buildLinear() internal {
        _build();
        for (uint256 i = 0; i < 4; ++i) {
            who[i] = _openAccount(_key(i), CASH);
        }
        perpetual = _perpetual();
        expiry = _expiry(2);
        future = _future(expiry);
        imbalance = new StatedImbalance();
        _noFees();
    }

    function _key(uint256 i) internal pure returns (uint256) {
        return FIRST_KEY + i;
    }

    function _noFees() private {
        exchange.setFees(FeeSchedule(0, 0, 0));
    }

    /// @dev Trader `buyer` buys from `seller` at a price per contract in wad; the buyer takes.
    function _swap(uint256 buyer, uint256 seller, Instrument instrument, uint256 contracts, uint256 price) internal {
        exchange.matchOrders(
            _pair(_key(buyer), who[buyer], _key(seller), who[seller], instrument, contracts, price)
        );
    }

    /// @dev A change of any sign of trader `a`'s position against `b`.
    function _change(uint256 a, uint256 b, Instrument instrument, int256 change, uint256 price) internal {
        if (change > 0) _swap(a, b, instrument, uint256(change), price);
        else _swap(b, a, instrument, uint256(-change), price);
    }

    /// @dev Moves a position between two traders; `cash` is what the receiver pays.
    function _handOver(uint256 from, uint256 to, Instrument instrument, int256 size, int256 cash) internal {
        PositionTransfer memory t;
        (t.from, t.to, t.instrument, t.size, t.cash) = (who[from], who[to], instrument, size, cash);
        t.validUntil = type(uint40).max;
        ++nonces;
        (t.fromNonce, t.toNonce) = (nonces << 32, nonces << 32);
        bytes32 digest = exchange.digestOfTransfer(t);
        exchange.transferPosition(t, _sign(_key(from), digest), _sign(_key(to), digest));
    }

    function _touch(uint256 trader) internal {
        uint256[] memory ids = new uint256[](1);
        ids[0] = who[trader];
        house.settle(ids);
    }

    /// @dev Moves past the future's expiry with one price through its whole window, proven.
    function _expire(uint256 wholePrice) internal {
        VM.warp(expiry - 2 hours);
        _setPrice(wholePrice);
        uint80 first = feed.lastId();
        VM.warp(expiry + 1);
        _setPrice(wholePrice);
        settlementOracle.prove(ETH, expiry, _rounds(first));
    }

    /// @dev Funding by what a test states. The velocity is at its greatest from one contract on: the market has no depth.
    function _fund(int256 stated) internal {
        imbalance.state(stated);
        if (address(funding.imbalanceSource(ETH)) == address(0)) funding.setImbalanceSource(ETH, imbalance);
        else funding.accrue(ETH);
    }

    /// @dev Lets time pass with a live price and hourly accruals.
    function _pass(uint256 hours_) internal {
        for (uint256 i = 0; i < hours_; ++i) {
            VM.warp(block.timestamp + 1 hours);
            VM.roll(block.number + 1);
            feed.update(int256(oracle.read(ETH).price / 1e10));
            funding.accrue(ETH);
        }
    }

    // ---- looking

    function _position(uint256 trader, Instrument instrument) internal view returns (Position memory p) {
        Position[] memory all = house.portfolioOf(who[trader]).positions;
        for (uint256 i = 0; i < all.length; ++i) {
            if (all[i].instrument == instrument) return all[i];
        }
    }

    function _entry(uint256 trader, Instrument instrument) internal view returns (int256) {
        return _position(trader, instrument).entryNotional;
    }

    function _cash(uint256 trader) internal view returns (int256) {
        return house.cashOf(who[trader]);
    }

    /// @dev Tokens held are what the books owe, and at most `dust` wei more.
    function _requireBooks(uint256 dust) internal view {
        Books memory b = house.books();
        int256 difference = int256(b.held) - b.owed;
        require(difference >= 0 && uint256(difference) <= dust, Properties.LEDGER_2);
        int256 cash = house.cashOf(FUND) + house.cashOf(TREASURY);
        int256 entries = 0;
        for (uint256 i = 0; i < 4; ++i) {
            cash += _cash(i);
            entries += _entry(i, perpetual) + _entry(i, future);
        }
        require(cash == int256(b.positiveCash) - int256(b.debt), Properties.LEDGER_5);
        // A future that is settled but not touched shows as cash in the portfolio, and as an entry in the books.
        if (settlementOracle.price(ETH, expiry) == 0) require(entries == b.entryNotional, Properties.LEDGER_6);
    }
}
