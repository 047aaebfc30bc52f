// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title HookToken
/// @notice A token that, whenever it moves, makes the calls a test gave it and counts those that succeed.
contract HookToken is ERC20 {
    address private target;
    bytes[] private calls;
    uint256 public tried;
    uint256 public succeeded;

    constructor() ERC20("Hook", "HOOK") {}

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    function arm(address target_, bytes[] memory calls_) external {
        target = target_;
        calls = calls_;
    }

    function _update(address from, address to, uint256 amount) internal override {
        super._update(from, to, amount);
        for (uint256 i = 0; i < calls.length; ++i) {
            // A test double: what the call answers does not matter, only whether it got in.
            (bool ok, ) = target.call(calls[i]);
            ++tried;
            if (ok) ++succeeded;
        }
    }
}
