// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @notice Many calls of one contract in one, each of which may revert.
contract Attempts {
    struct Outcome {
        bool success;
        /// What the call returned or reverted with.
        bytes data;
    }

    function attempt(address target, bytes[] calldata calls) external view returns (Outcome[] memory outcomes) {
        outcomes = new Outcome[](calls.length);
        for (uint256 i = 0; i < calls.length; ++i) {
            (outcomes[i].success, outcomes[i].data) = target.staticcall(calls[i]);
        }
    }
}
