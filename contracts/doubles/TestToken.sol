// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";

/// @title TestToken
/// @notice A stand-in for a collateral token, for tests and the demonstration run: an ERC-20 with permit (ERC-2612),
/// decimals of choice and a mint that is open to everyone.
/// @dev Warning: it has no value and must never be accepted as collateral on a chain with real funds.
contract TestToken is ERC20, ERC20Permit {
    uint8 private immutable _DECIMALS;

    /// @param name_ Name, also in the EIP-712 domain of permits (whose version is "1")
    /// @param symbol_ Symbol
    /// @param decimals_ Decimals, any value; collateral tokens use 6, 8 or 18
    constructor(string memory name_, string memory symbol_, uint8 decimals_) ERC20(name_, symbol_) ERC20Permit(name_) {
        _DECIMALS = decimals_;
    }

    /// @notice Creates tokens out of nothing. Open to every caller.
    /// @param to Receiver of the tokens
    /// @param amount In the token's own units
    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    /// @inheritdoc ERC20
    function decimals() public view override returns (uint8) {
        return _DECIMALS;
    }
}
