// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {LinearEntry} from "../../../contracts/instruments/LinearEntry.sol";
import {within} from "../../support/world/Vm.sol";

/// @notice The arithmetic of entry notional and cash.
contract LinearEntryTest {
    function test_open_entersAtThePrice() public pure {
        _require(LinearEntryCase(0, 0, 1e18, -100e18), 100e18, 0);
        _require(LinearEntryCase(0, 0, -1e18, 100e18), -100e18, 0);
    }

    function test_increase_addsUp() public pure {
        _require(LinearEntryCase(1e18, 100e18, 2e18, -260e18), 360e18, 0);
        _require(LinearEntryCase(-1e18, -100e18, -2e18, 260e18), -360e18, 0);
    }

    function test_reduce_paysTheProfitOfWhatCloses() public pure {
        _require(LinearEntryCase(4e18, 400e18, -1e18, 110e18), 300e18, 10e18);
        _require(LinearEntryCase(-4e18, -400e18, 1e18, -110e18), -300e18, -10e18);
    }

    function test_close_releasesEverything() public pure {
        _require(LinearEntryCase(3e18, 100e18 + 1, -3e18, 90e18), 0, -10e18 - 1);
        _require(LinearEntryCase(-3e18, -100e18 - 1, 3e18, -90e18), 0, 10e18 + 1);
    }

    function test_flip_closesAndOpens() public pure {
        // Long 1 at 100, sells 3 at 110: 10 of profit, short 2 at 110.
        _require(LinearEntryCase(1e18, 100e18, -3e18, 330e18), -220e18, 10e18);
        _require(LinearEntryCase(-1e18, -100e18, 3e18, -330e18), 220e18, -10e18);
    }

    function test_reduce_roundsCashDown() public pure {
        // A third of 100 wei is released as 34, a third of −100 as −33.
        _require(LinearEntryCase(3, 100, -1, 34), 66, 0);
        _require(LinearEntryCase(-3, -100, 1, -33), -67, 0);
    }

    function test_flip_roundsCashDown() public pure {
        // 100 wei over 3 contracts: 33 belong to the one that closes.
        _require(LinearEntryCase(1, 33, -3, 100), -67, 0);
        _require(LinearEntryCase(-1, -34, 3, -100), 66, 0);
    }

    function test_noChange_isCash() public pure {
        _require(LinearEntryCase(5, 7, 0, 3), 7, 3);
    }

    function testFuzz_valueGoesIntoCashAndEntry(
        int96 size,
        int128 entry,
        int96 change,
        int256 value
    ) public pure {
        (int256 e, int256 c) = (entry % 1e30, value % 1e30);
        if (size == 0) e = 0;
        (int256 updated, int256 paid) = LinearEntry.calculate(size, e, change, c);
        require(paid - (updated - e) == c, "nothing is lost");
        if (int256(size) + change == 0) require(updated == 0 || change == 0, "closed");
    }

    function testFuzz_reduction_keepsSignAndBound(int96 size, uint128 entry, uint256 part, int128 value) public pure {
        if (size == 0) size = 1;
        uint256 held = size > 0 ? uint256(int256(size)) : uint256(-int256(size));
        int256 taken = int256(within(part, 1, held));
        int256 e = int256(uint256(entry) % 1e30) * (size > 0 ? int256(1) : int256(-1));
        (int256 updated, ) = LinearEntry.calculate(size, e, size > 0 ? -taken : taken, value);
        require(size > 0 ? updated >= 0 && updated <= e : updated <= 0 && updated >= e, "inside");
        // The share that stays, rounded down.
        int256 share = e - (e * taken) / int256(held);
        require(updated <= share && updated >= share - 1, "proportional");
    }

    /// @dev However it is cut, closing pays what one close pays.
    function testFuzz_pieces_payWhatOneClosePays(uint64 size, uint96 entry, uint256 cuts, uint64 price) public pure {
        int256 left = int256(uint256(size)) + 65;
        int256 e = int256(uint256(entry));
        int256 total = 0;
        int256 whole = -e;
        for (uint256 i = 0; left > 0; ++i) {
            int256 piece = i == 64 ? left : int256(within(cuts >> i, 1, uint256(left)));
            int256 value = piece * int256(uint256(price));
            int256 paid;
            (e, paid) = LinearEntry.calculate(left, e, -piece, value);
            (left, total, whole) = (left - piece, total + paid, whole + value);
        }
        require(e == 0 && total == whole, "the sum of the pieces");
    }

    function testFuzz_closed_isWhatBothSidesShare(int96 size, int96 change) public pure {
        int256 closed = LinearEntry.closed(size, change);
        if (size == 0 || (size > 0) == (change > 0)) {
            require(closed == 0, "opens only");
            return;
        }
        (int256 s, int256 c) = (size > 0 ? int256(size) : -int256(size), change > 0 ? int256(change) : -int256(change));
        int256 least = s < c ? s : c;
        require(closed == (size > 0 ? least : -least), "the lesser of the two");
    }

    function _require(LinearEntryCase memory c, int256 entry, int256 paid) private pure {
        (int256 e, int256 p) = LinearEntry.calculate(c.size, c.entry, c.change, c.value);
        require(e == entry, "entry");
        require(p == paid, "cash");
    }
}

struct LinearEntryCase {
    int256 size;
    int256 entry;
    int256 change;
    int256 value;
}
