// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {FundingState} from "../../../contracts/interfaces/IFunding.sol";
import {FundingRate} from "../../../contracts/perpetuals/FundingRate.sol";

/// @notice Exposes the extrapolation of funding, a whole batch per call.
contract FundingRateHarness {
    /// @return results Index and rate of each state after its time
    function afterMany(
        FundingState[] calldata states,
        uint256[] calldata maxRates,
        uint256[] calldata elapsed
    ) external pure returns (int256[2][] memory results) {
        results = new int256[2][](states.length);
        for (uint256 i = 0; i < states.length; ++i) {
            results[i][0] = FundingRate.indexAfter(states[i], maxRates[i], elapsed[i]);
            results[i][1] = FundingRate.rateAfter(states[i], maxRates[i], elapsed[i]);
        }
    }
}
