@echo off
chcp 65001 >nul
setlocal
title 明察
set PYTHONUTF8=1
set PYTHONNOUSERSITE=1
set HERE=%~dp0
if not exist "%HERE%python\python.exe" (
  echo 错误：找不到 python\python.exe。请把整个“明察”文件夹一起解压，不要只拖出这个文件。
  pause
  exit /b 2
)
set CAMPAIGNS=%USERPROFILE%\Documents\明察测评
if not "%~1"=="" set CAMPAIGNS=%~1
if not exist "%CAMPAIGNS%" mkdir "%CAMPAIGNS%"
echo 明察：本机程序，不联网。
echo 测评文件夹放在：%CAMPAIGNS%
echo 关闭这个窗口，工作台即停止。
"%HERE%python\python.exe" -m harness.cli serve "%CAMPAIGNS%" --open
if errorlevel 1 (
  echo.
  echo 没有启动成功，原因见上面以“错误：”开头的一行。
  pause
)
endlocal
