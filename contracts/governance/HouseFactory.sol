// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Create3} from "@openzeppelin/contracts/utils/Create3.sol";
import {IClearingHouse} from "../interfaces/IClearingHouse.sol";

/// @title HouseFactory
/// @notice Deploys the two contracts that the modules must know before they exist: clearing house and router. Their
/// addresses depend on this factory alone, so each side can hold the other as an immutable and nothing is left to
/// initialise.
contract HouseFactory {
    bytes32 private constant HOUSE = "ClearingHouse";
    bytes32 private constant ROUTER = "Router";

    /// @notice Who may deploy through this factory.
    address public immutable deployer;

    error NotDeployer(address caller);

    constructor() {
        deployer = msg.sender;
    }

    /// @notice Deploys the clearing house at `clearingHouse()`.
    /// @param code Creation code without arguments
    function deployHouse(bytes calldata code, IClearingHouse.Modules calldata modules) external returns (address) {
        return _deploy(HOUSE, code, abi.encode(modules));
    }

    /// @notice Deploys the router at `router()`.
    /// @param code Creation code without arguments
    function deployRouter(bytes calldata code, address exchange, address liquidator) external returns (address) {
        return _deploy(ROUTER, code, abi.encode(clearingHouse(), exchange, liquidator));
    }

    /// @notice Where the clearing house is or will be.
    function clearingHouse() public view returns (address) {
        return Create3.computeAddress(HOUSE);
    }

    /// @notice Where the router is or will be.
    function router() external view returns (address) {
        return Create3.computeAddress(ROUTER);
    }

    function _deploy(bytes32 salt, bytes calldata code, bytes memory arguments) private returns (address) {
        require(msg.sender == deployer, NotDeployer(msg.sender));
        return Create3.deploy(0, salt, bytes.concat(code, arguments));
    }
}
