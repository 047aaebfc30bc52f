// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IPriceOracle} from "../../../contracts/interfaces/IPriceOracle.sol";
import {TradingHours} from "../../../contracts/oracles/TradingHours.sol";
import {VM, within} from "../../support/world/Vm.sol";
import {World} from "../../support/world/World.sol";

/// @notice A market's week, hour by hour.
contract TradingHoursTest is World {
    /// @dev Monday 00:00 to Friday 22:00 UTC.
    uint256 private constant WEEKDAYS = (1 << 118) - 1;
    /// @dev Monday 00:00 UTC.
    uint256 private constant MONDAY = 1_772_409_600;

    function test_pauseAround_isTheWeekend() public pure {
        _requirePause(WEEKDAYS, MONDAY, 0, 0);
        _requirePause(WEEKDAYS, MONDAY + 118 hours - 1, 0, 0);
        _requirePause(WEEKDAYS, MONDAY + 118 hours, MONDAY + 118 hours, MONDAY + 168 hours);
        _requirePause(WEEKDAYS, MONDAY + 168 hours - 1, MONDAY + 118 hours, MONDAY + 168 hours);
        _requirePause(WEEKDAYS, MONDAY + 168 hours, 0, 0);
    }

    /// @dev The bounds of a pause are on the hour, around the time, at most a week apart, and closed all between.
    function testFuzz_pauseAround_isTheWholePause(uint256 week, uint256 time) public pure {
        week &= TradingHours.ALWAYS;
        VM.assume(week != 0);
        time = within(time, 30 days, 1 << 40);
        (uint256 closed, uint256 opens) = TradingHours.pauseAround(week, time);
        if (closed == 0) return require(opens == 0 && _trades(week, time), "an open hour");
        require(closed <= time && time < opens && opens - closed < 168 hours, "around");
        require(_trades(week, closed - 1) && _trades(week, opens), "a pause that is longer");
        for (uint256 t = closed; t < opens; t += 1 hours) require(!_trades(week, t), "an open hour inside");
    }

    function test_setTradingHours_reverts_whenNothingIsLeftOfTheWeek() public {
        _build();
        VM.expectRevert(abi.encodeWithSelector(IPriceOracle.TradingHoursEmpty.selector, ETH));
        oracle.setTradingHours(ETH, 1 << 168);
        VM.expectRevert(abi.encodeWithSelector(IPriceOracle.UnknownMarket.selector, uint24(9)));
        oracle.setTradingHours(9, 1);
    }

    /// @dev 0 and a full week both mean always.
    function testFuzz_setTradingHours_always_changesNothing(bool zero, uint256 age) public {
        _build();
        oracle.setTradingHours(ETH, zero ? 0 : type(uint256).max);
        VM.warp(START + within(age, 0, 1 hours));
        IPriceOracle.Reading memory r = oracle.read(ETH);
        require(r.status == IPriceOracle.Status.Live && r.low == r.high);
    }

    function _requirePause(uint256 week, uint256 time, uint256 closed, uint256 opens) private pure {
        (uint256 c, uint256 o) = TradingHours.pauseAround(week, time);
        require(c == closed && o == opens, "another pause");
    }

    function _trades(uint256 week, uint256 time) private pure returns (bool) {
        return (week >> (((time - 4 days) / 1 hours) % 168)) & 1 == 1;
    }
}
