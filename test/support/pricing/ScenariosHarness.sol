// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Black76} from "../../../contracts/pricing/Black76.sol";
import {Scenarios} from "../../../contracts/pricing/Scenarios.sol";

/// @notice Exposes the scenario kernel and its plain reference, many options per call.
contract ScenariosHarness {
    struct Case {
        uint256 forward;
        uint256 strike;
        uint256 timeToExpiry;
        uint256[3] volatilities;
        uint256 discount;
        bool isCall;
        int256[9] shifts;
    }

    function prepare(int256[9] memory shifts) external pure returns (Scenarios.Shifts memory) {
        return Scenarios.prepare(shifts);
    }

    function fillMany(Case[] calldata cases) external pure returns (uint256[23][] memory results) {
        results = new uint256[23][](cases.length);
        for (uint256 i = 0; i < cases.length; ++i) _fill(cases[i], Scenarios.prepare(cases[i].shifts), results[i]);
    }

    /// @notice 23 calls of `Black76.price`.
    function referenceMany(Case[] calldata cases) external pure returns (uint256[23][] memory results) {
        results = new uint256[23][](cases.length);
        for (uint256 i = 0; i < cases.length; ++i) {
            for (uint256 k = 0; k < 23; ++k) results[i][k] = _reference(cases[i], k);
        }
    }

    /// @notice Gas per option: `prepare`, `fill`, and the reference.
    function gasMany(Case[] calldata cases) external view returns (uint256[3][] memory used) {
        used = new uint256[3][](cases.length);
        uint256[23] memory values;
        for (uint256 i = 0; i < cases.length; ++i) {
            Case memory c = cases[i];
            uint256 before = gasleft();
            Scenarios.Shifts memory shifts = Scenarios.prepare(c.shifts);
            used[i][0] = before - gasleft();
            before = gasleft();
            _fill(c, shifts, values);
            used[i][1] = before - gasleft();
            before = gasleft();
            for (uint256 k = 0; k < 23; ++k) values[k] = _reference(c, k);
            used[i][2] = before - gasleft();
        }
    }

    function _fill(Case memory c, Scenarios.Shifts memory shifts, uint256[23] memory values) private pure {
        Scenarios.fill(c.forward, c.strike, c.timeToExpiry, c.volatilities, c.discount, c.isCall, shifts, values);
    }

    function _reference(Case memory c, uint256 k) private pure returns (uint256) {
        int256 shift = c.shifts[k < 21 ? k / 3 : k - 14];
        uint256 forward = (c.forward * uint256(1e18 + shift)) / 1e18;
        uint256 volatility = c.volatilities[k < 21 ? k % 3 : 2];
        (uint256 call, uint256 put) = Black76.price(forward, c.strike, c.timeToExpiry, volatility, c.discount);
        return c.isCall ? call : put;
    }
}
