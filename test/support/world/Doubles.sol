// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IClearingHouse} from "../../../contracts/interfaces/IClearingHouse.sol";

/// @dev Interfaces of what the world deploys from artifacts and the product has no interface for. Importing the
/// contracts would compile them again with every test.
interface ITestToken is IERC20 {
    function mint(address to, uint256 amount) external;
}

interface IHouseFactory {
    function clearingHouse() external view returns (address);

    function router() external view returns (address);

    function deployHouse(bytes calldata code, IClearingHouse.Modules calldata modules) external returns (address);

    function deployRouter(bytes calldata code, address exchange, address liquidator) external returns (address);
}

interface IBandReference {
    function transmit(string calldata symbol, uint64 rate) external;
}
