// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Fill} from "../../../contracts/interfaces/IExchange.sol";
import {IClearingHouse} from "../../../contracts/interfaces/IClearingHouse.sol";
import {IRouter} from "../../../contracts/interfaces/IRouter.sol";
import {Properties} from "../../invariant/Properties.sol";
import {LinearWorld} from "../../support/world/LinearWorld.sol";
import {VM, within} from "../../support/world/Vm.sol";

/// @notice Funding becomes cash when an account is touched.
contract LinearFundingTest is LinearWorld {
    int256 private constant START_CASH = 100_000e18;

    function setUp() public {
        _buildLinear();
    }

    function test_longsPay_whenTradersAreLong() public {
        _swap(0, 1, perpetual, 3e18, 2000e18);
        _fund(3e18);
        _pass(5);
        int256 index = funding.index(ETH);
        require(index > 0, "longs pay");
        _touch(0);
        require(_cash(0) == START_CASH - 3 * index, "paid");
        require(house.books().suspense == -3 * index, "what the short is owed");
        _requireBooks(0);
        _touch(1);
        require(_cash(1) == START_CASH + 3 * index, "received");
        require(house.books().suspense == 0, Properties.LEDGER_7);
        _requireBooks(0);
    }

    function test_shortsPay_whenTradersAreShort() public {
        _swap(0, 1, perpetual, 3e18, 2000e18);
        _fund(-3e18);
        _pass(5);
        int256 index = funding.index(ETH);
        require(index < 0, "shorts pay");
        _touch(0);
        _touch(1);
        require(_cash(0) == START_CASH - 3 * index && _cash(1) == START_CASH + 3 * index, "paid");
        _requireBooks(0);
    }

    function test_portfolio_countsFundingAsCash_beforeATouch() public {
        _swap(0, 1, perpetual, 3e18, 2000e18);
        _fund(3e18);
        _pass(5);
        require(_cash(0) == START_CASH, "as stored");
        int256 counted = house.portfolioOf(who[0]).cash;
        require(counted != START_CASH, "counted");
        _touch(0);
        require(_cash(0) == counted, "to the wei");
        require(_position(0, perpetual).fundingIndex == funding.index(ETH), "now");
        int256 cash = _cash(0);
        _touch(0);
        require(_cash(0) == cash, "once");
        require(_entry(0, perpetual) == 6000e18, "the entry stays");
    }

    function test_newPosition_owesNothingOfThePast() public {
        _swap(0, 1, perpetual, 3e18, 2000e18);
        _fund(3e18);
        _pass(5);
        _swap(2, 3, perpetual, 1e18, 2000e18);
        require(_position(2, perpetual).fundingIndex == funding.index(ETH), "from now on");
        _touch(2);
        require(_cash(2) == START_CASH && _cash(3) == START_CASH, "nothing yet");
        _requireBooks(0);
    }

    function test_increase_paysFirst() public {
        _swap(0, 1, perpetual, 3e18, 2000e18);
        _fund(3e18);
        _pass(5);
        int256 index = funding.index(ETH);
        _swap(0, 2, perpetual, 7e18, 2000e18);
        require(_cash(0) == START_CASH - 3 * index, "on what it held");
        require(_position(0, perpetual).fundingIndex == index && _position(0, perpetual).size == 10e18, "then more");
    }

    function test_flip_paysFirst() public {
        _swap(0, 1, perpetual, 3e18, 2000e18);
        _fund(3e18);
        _pass(5);
        int256 index = funding.index(ETH);
        _swap(2, 0, perpetual, 5e18, 2000e18);
        require(_cash(0) == START_CASH - 3 * index && _position(0, perpetual).fundingIndex == index, "paid");
        VM.warp(block.timestamp + 30 minutes);
        int256 later = funding.index(ETH);
        _touch(0);
        require(_cash(0) == START_CASH - 3 * index + 2 * (later - index), "and now it receives");
    }

    function test_lastHolders_leaveNoSuspense() public {
        _swap(0, 1, perpetual, 1e18 + 1, 2000e18);
        _swap(2, 1, perpetual, 1e18 + 3, 2000e18);
        _fund(3e18);
        _pass(3);
        _swap(1, 0, perpetual, 1e18 + 1, 2000e18);
        _swap(1, 2, perpetual, 1e18 + 3, 2000e18);
        require(house.books().suspense == 0 && house.books().entryNotional == 0, Properties.LEDGER_7);
        _requireBooks(10);
    }

    function test_stranger_cannotChangeWhatIsPaid() public {
        _swap(0, 1, perpetual, 3e18, 2000e18);
        _fund(3e18);
        int256 expected = 0;
        for (uint256 i = 0; i < 8; ++i) {
            _pass(1);
            expected = -3 * funding.index(ETH);
            // Whoever touches an account often costs it the wei of the rounding each time.
            _touch(0);
        }
        require(_cash(0) <= START_CASH + expected && _cash(0) >= START_CASH + expected - 8, "within rounding");
    }

    /// @dev In a batch the accounts are judged as they stand after paying, before as well as after.
    function test_batch_comparesAfterFunding() public {
        _swap(0, 1, perpetual, 3e18, 2000e18);
        _fund(3e18);
        _pass(30);
        int256 index = funding.index(ETH);
        Fill[] memory less = _pair(_key(1), who[1], _key(0), who[0], perpetual, 1e18, 2000e18);
        uint256[] memory ids = new uint256[](2);
        (ids[0], ids[1]) = (who[0], who[1]);
        IRouter.Call[] memory calls = new IRouter.Call[](3);
        calls[0] = IRouter.Call(address(house), abi.encodeCall(IClearingHouse.settle, (ids)));
        calls[1] = IRouter.Call(address(exchange), abi.encodeCall(exchange.matchOrders, (less)));
        calls[2] = IRouter.Call(address(house), abi.encodeCall(IClearingHouse.settle, (ids)));
        router.batch(calls);
        require(_cash(0) == START_CASH - 3 * index && _position(0, perpetual).size == 2e18, "once");
        _requireBooks(0);
    }

    /// @dev Any sizes, order of touching and times of it: the pot is never short, and empty when everybody left.
    function testFuzz_funding_paysOutWhatItTakesIn(uint256 sizeA, uint256 sizeB, uint256 seed, bool longsPay) public {
        sizeA = within(sizeA, 1, 20e18);
        sizeB = within(sizeB, 1, 20e18);
        _swap(0, 1, perpetual, sizeA, 2000e18);
        _swap(2, 1, perpetual, sizeB, 2000e18);
        _fund(longsPay ? int256(5e18) : -5e18);
        for (uint256 i = 0; i < 6; ++i) {
            _pass(1);
            VM.warp(block.timestamp + within(seed >> (i * 8), 0, 59 minutes));
            _touch(within(seed >> (i * 2), 0, 3));
            _requireBooks(0);
        }
        for (uint256 i = 0; i < 3; ++i) {
            _touch((i + (seed % 3)) % 3);
        }
        // Everybody is touched: what is left is the wei of each rounding, for the house.
        require(house.books().suspense <= 0 && house.books().suspense >= -9, Properties.FUNDING_3);
        _swap(1, 0, perpetual, sizeA, 2000e18);
        _swap(1, 2, perpetual, sizeB, 2000e18);
        require(house.books().suspense == 0, Properties.LEDGER_7);
        _requireBooks(9);
    }
}
