// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {IClearingHouse} from "../interfaces/IClearingHouse.sol";
import {IRouter} from "../interfaces/IRouter.sol";

/// @title Router
/// @notice Several calls as one operation: accounts are checked and tokens leave once, at its end.
contract Router is IRouter {
    using Address for address;

    IClearingHouse public immutable clearingHouse;
    address public immutable exchange;
    address public immutable liquidator;

    constructor(IClearingHouse clearingHouse_, address exchange_, address liquidator_) {
        clearingHouse = clearingHouse_;
        exchange = exchange_;
        liquidator = liquidator_;
    }

    /// @inheritdoc IRouter
    function batch(Call[] calldata calls) public returns (bytes[] memory results) {
        clearingHouse.beginBatch();
        results = new bytes[](calls.length);
        for (uint256 i = 0; i < calls.length; ++i) {
            address target = calls[i].target;
            bool known = target == address(clearingHouse) || target == exchange || target == liquidator;
            require(known, TargetNotAllowed(target));
            // The modules trust this contract to name the sender in the last 20 bytes (ERC-2771).
            results[i] = target.functionCall(abi.encodePacked(calls[i].data, msg.sender));
        }
        clearingHouse.endBatch();
    }

    /// @inheritdoc IRouter
    function permitAndBatch(Permit[] calldata permits, Call[] calldata calls) external returns (bytes[] memory) {
        for (uint256 i = 0; i < permits.length; ++i) {
            Permit calldata p = permits[i];
            // Somebody may have used the permit before us; the allowance decides, so a failure is no reason to stop.
            try
                IERC20Permit(p.token).permit(msg.sender, address(clearingHouse), p.value, p.deadline, p.v, p.r, p.s)
            {} catch {}
        }
        return batch(calls);
    }
}
