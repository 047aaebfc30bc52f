// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @title IRouter
/// @notice Runs calls to the house's own contracts as one operation, in the name of the caller.
interface IRouter {
    /// @param target ClearingHouse, Exchange or Liquidator
    /// @param data Encoded call
    struct Call {
        address target;
        bytes data;
    }

    /// @dev An ERC-2612 permit by the caller for the clearing house.
    struct Permit {
        address token;
        uint256 value;
        uint256 deadline;
        uint8 v;
        bytes32 r;
        bytes32 s;
    }

    error TargetNotAllowed(address target);

    /// @notice Runs `calls` in order; reverts as a whole when one fails or the check at the end does.
    function batch(Call[] calldata calls) external returns (bytes[] memory results);

    /// @notice `batch` after the caller's permits.
    function permitAndBatch(Permit[] calldata permits, Call[] calldata calls) external returns (bytes[] memory);
}
