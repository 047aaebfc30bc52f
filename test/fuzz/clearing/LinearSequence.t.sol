// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Instrument} from "../../../contracts/instruments/Instrument.sol";
import {Position} from "../../../contracts/interfaces/IRiskEngine.sol";
import {Properties} from "../../invariant/Properties.sol";
import {LinearWorld} from "../../support/world/LinearWorld.sol";
import {VM, within} from "../../support/world/Vm.sol";

/// @notice Random trades, transfers, funding and settlements among four traders conserve to the wei.
contract LinearSequenceTest is LinearWorld {
    uint256 private constant STEPS = 24;

    function setUp() public {
        _buildLinear();
        _fund(0);
    }

    function testFuzz_anySequence_conservesToTheWei(uint256 seed) public {
        for (uint256 i = 0; i < STEPS; ++i) {
            _step(uint256(keccak256(abi.encode(seed, i))));
            _requireBooks(i);
            _requireSums(perpetual);
            _requireSums(future);
        }
        _expire(1900 + (seed % 200));
        for (uint256 i = 0; i < 4; ++i) {
            _touch((i + (seed % 4)) % 4);
            _requireBooks(2 * STEPS);
        }
        require(house.openInterest(future).long == 0 && house.openInterest(future).short == 0, Properties.LEDGER_3);
        _closePerpetuals();
        require(house.books().entryNotional == 0 && house.books().suspense == 0, Properties.LEDGER_7);
        _requireBooks(3 * STEPS);
    }

    function _step(uint256 seed) private {
        uint256 a = seed % 4;
        uint256 b = (a + 1 + ((seed >> 8) % 3)) % 4;
        Instrument instrument = (seed >> 16) % 2 == 0 ? perpetual : future;
        uint256 contracts = within(seed >> 24, 1, 4e18);
        uint256 price = within(seed >> 64, 1990e18, 2010e18);
        uint256 action = (seed >> 200) % 8;
        if (action < 5) {
            _swap(a, b, instrument, contracts, price);
        } else if (action == 5) {
            int256 held = _position(a, instrument).size;
            if (held == 0) return;
            int256 given =
                held > 0 ? int256(within(contracts, 1, uint256(held))) : -int256(within(contracts, 1, uint256(-held)));
            _handOver(a, b, instrument, given, (given * int256(price)) / 1e18);
        } else if (action == 6) {
            imbalance.state(int256(within(seed >> 128, 0, 20e18)) - 10e18);
            VM.warp(block.timestamp + within(seed >> 160, 1, 1 hours));
            feed.update(2000e8);
            funding.accrue(ETH);
        } else {
            _touch(a);
        }
    }

    /// @dev Each one with the next trader, at one price: who is left at the end has nothing left either.
    function _closePerpetuals() private {
        uint256 price = oracle.read(ETH).price;
        for (uint256 i = 0; i < 3; ++i) {
            int256 held = _position(i, perpetual).size;
            if (held != 0) _change(i, i + 1, perpetual, -held, price);
        }
        require(_position(3, perpetual).size == 0, Properties.LEDGER_1);
    }

    function _requireSums(Instrument instrument) private view {
        int256 sum = 0;
        uint256 long = 0;
        for (uint256 i = 0; i < 4; ++i) {
            Position memory p = _position(i, instrument);
            sum += p.size;
            if (p.size > 0) long += uint256(p.size);
        }
        require(sum == 0, Properties.LEDGER_1);
        require(long == house.openInterest(instrument).long, Properties.LEDGER_3);
    }
}
