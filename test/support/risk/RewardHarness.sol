// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Reward} from "../../../contracts/liquidation/Reward.sol";

/// @notice Exposes the reward curve, a whole batch per call.
contract RewardHarness {
    /// @return results The account's share and the fund's target of each pair
    function shares(int256[2][] calldata pairs) external pure returns (uint256[2][] memory results) {
        results = new uint256[2][](pairs.length);
        for (uint256 i = 0; i < pairs.length; ++i) {
            (int256 health, uint256 elapsed) = (pairs[i][0], uint256(pairs[i][1]));
            results[i] = [Reward.accountShare(health, elapsed), Reward.fundTarget(health, elapsed)];
        }
    }
}
