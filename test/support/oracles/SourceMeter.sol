// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IPriceSource} from "../../../contracts/interfaces/IPriceSource.sol";

/// @notice What it costs to read sources. Called from outside, nothing is warm: each read opens its own accounts.
contract SourceMeter {
    /// @return used Gas of each read, the opening of the source's account included
    function gasOf(IPriceSource[] calldata sources) external view returns (uint256[] memory used) {
        used = new uint256[](sources.length);
        for (uint256 i = 0; i < sources.length; ++i) {
            uint256 start = gasleft();
            sources[i].latest();
            used[i] = start - gasleft();
        }
    }
}
