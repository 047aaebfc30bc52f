// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @dev The cheat codes of the test EVM that these tests use.
interface IVm {
    function warp(uint256 time) external;

    function chainId(uint256 id) external;

    /// @notice Sets the number of the block.
    function roll(uint256 number) external;

    /// @notice Sets the base fee of the block, wei.
    function fee(uint256 baseFee) external;

    function prank(address sender) external;

    function sign(uint256 key, bytes32 digest) external pure returns (uint8 v, bytes32 r, bytes32 s);

    function addr(uint256 key) external pure returns (address);

    function expectRevert(bytes calldata reason) external;

    function expectPartialRevert(bytes4 selector) external;

    function assume(bool condition) external pure;

    function getCode(string calldata contractName) external view returns (bytes memory);
}

IVm constant VM = IVm(0x7109709ECfa91a80626fF3989D68f67F5b1DD12D);

/// @dev Maps a fuzzed number into [low, high].
function within(uint256 seed, uint256 low, uint256 high) pure returns (uint256) {
    return low + (seed % (high - low + 1));
}
